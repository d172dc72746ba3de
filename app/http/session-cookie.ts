/**
 * The session cookie. `__Host-` binds it to this host, to HTTPS and to the whole site; browsers accept it on
 * localhost without HTTPS, so development and the demo carry the same name as production.
 */
const NAME = '__Host-truc';

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, ...value] = part.split('=');
    if (key?.trim() === name) return value.join('=').trim() || null;
  }
  return null;
}

export const readSessionToken = (header: string | undefined): string | null => {
  const token = readCookie(header, NAME);
  return token && /^[A-Za-z0-9_-]{20,100}$/.test(token) ? token : null;
};

export const sessionCookie = (token: string, expiresAt: Date): string =>
  `${NAME}=${token}; Path=/; HttpOnly; Secure; SameSite=Lax; Expires=${expiresAt.toUTCString()}`;

export const clearedSessionCookie = (): string =>
  `${NAME}=; Path=/; HttpOnly; Secure; SameSite=Lax; Expires=${new Date(0).toUTCString()}`;

/** The device's own cookie stays when its people sign out: by it an account knows where she has been before. */
const DEVICE_NAME = '__Host-truc-device';

export const readDeviceToken = (header: string | undefined): string | null => {
  const token = readCookie(header, DEVICE_NAME);
  return token && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : null;
};

export const deviceCookie = (token: string, expiresAt: Date): string =>
  `${DEVICE_NAME}=${token}; Path=/; HttpOnly; Secure; SameSite=Lax; Expires=${expiresAt.toUTCString()}`;

export { readCookie };
