/** Hosts on which browsers keep secure cookies without https: the machine itself. */
const isLocalHost = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\./.test(hostname) || hostname === '[::1]';

/** Whether a browser that opened `requestUrl` would drop the session's cookie. */
export const dropsSecureCookies = (requestUrl: string, appUrl: string): boolean =>
  !appUrl.startsWith('https:') && !isLocalHost(new URL(requestUrl).hostname);
