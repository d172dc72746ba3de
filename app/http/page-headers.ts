import type { HeadersFunction } from '@remix-run/node';

/** For a page's `headers` export: what its loader or action put on the answer stands on the document too. */
export const pageHeaders: HeadersFunction = ({ loaderHeaders, actionHeaders, errorHeaders }) => {
  const headers = new Headers(loaderHeaders);
  for (const later of [actionHeaders, errorHeaders]) for (const [name, value] of later ?? []) headers.set(name, value);
  return headers;
};

/** What people verify or are invited to is for nobody's index. */
export const NO_INDEX = { 'X-Robots-Tag': 'noindex, nofollow' } as const;
