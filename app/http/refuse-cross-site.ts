/**
 * Whether a request may change anything: safe methods always; others only when the browser says that they come from
 * this site. A request without `Origin` and `Sec-Fetch-Site` is no browser's form (OWASP CSRF cheat sheet) and is refused as well.
 */
export function isCrossSiteWrite(
  request: { method: string; origin: string | undefined; fetchSite: string | undefined },
  appUrl: string,
): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return false;
  if (request.fetchSite !== undefined && request.fetchSite !== 'same-origin') return true;
  if (request.origin === undefined) return request.fetchSite === undefined;
  return request.origin !== new URL(appUrl).origin;
}
