import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

export type Reply = {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** Path and query of where it leads, also when a `.data` answer says so in its body; null when it leads nowhere. */
  location: string | null;
};

type Headers = Record<string, string | undefined>;
type Fields = Readonly<Record<string, string | readonly string[]>>;

export type ClientOptions = {
  /** The web process that is asked. */
  url: string;
  /** The address that people know, where it differs: the client then speaks as the server in front of the processes. */
  appUrl?: string;
  /** Token of a session: the client is signed in from the start. */
  token?: string;
};

const SESSION = '__Host-truc';

/** The address of a page's data: what the browser asks for when it goes on without loading a document. */
export function dataPath(path: string): string {
  const [pathname = '', query] = path.split('?');
  return `${pathname === '/' ? '/_root' : pathname.replace(/\/$/, '')}.data${query === undefined ? '' : `?${query}`}`;
}

const formOf = (fields: Fields): string => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const each of typeof value === 'string' ? [value] : value) form.append(name, each);
  return form.toString();
};

const redirectIn = (body: string): string | null => /"redirect","(\/[^"]*)"/.exec(body)?.[1] ?? null;

/** A browser as far as HTTP goes: it keeps cookies and connections, follows no redirect, and posts as a page of the site does. */
export class HttpClient {
  readonly cookies = new Map<string, string>();
  private readonly url: string;
  private readonly appUrl: string;

  constructor({ url, appUrl = url, token }: ClientOptions) {
    this.url = url;
    this.appUrl = appUrl;
    if (token !== undefined) this.cookies.set(SESSION, token);
  }

  /** One request as told, with cookies and the host that people know, and with nothing else added. */
  send(method: string, path: string, headers: Headers = {}, body?: string | Buffer): Promise<Reply> {
    const { hostname, port } = new URL(this.url);
    const all: Record<string, string> = { Host: new URL(this.appUrl).host };
    if (this.cookies.size > 0) all.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (body !== undefined && !headers['Transfer-Encoding']) all['Content-Length'] = String(Buffer.byteLength(body));
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) all[name] = value;
    return new Promise((resolve, reject) => {
      const request = http.request({ hostname, port, path, method, headers: all, agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          this.keep(response.headers['set-cookie'] ?? []);
          const text = Buffer.concat(parts).toString('utf8');
          const location = response.headers.location ?? (response.statusCode === 202 ? redirectIn(text) : null);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, location });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  get(path: string, headers: Headers = {}): Promise<Reply> {
    return this.send('GET', path, headers);
  }

  /** What the browser fetches instead of the document. */
  data(path: string, headers: Headers = {}): Promise<Reply> {
    return this.get(dataPath(path), headers);
  }

  post(path: string, fields: Fields = {}, headers: Headers = {}): Promise<Reply> {
    const type = 'application/x-www-form-urlencoded;charset=UTF-8';
    return this.send('POST', path, { Origin: this.origin, 'Content-Type': type, ...headers }, formOf(fields));
  }

  postData(path: string, fields: Fields = {}, headers: Headers = {}): Promise<Reply> {
    return this.post(dataPath(path), fields, headers);
  }

  postJson(path: string, body: unknown, headers: Headers = {}): Promise<Reply> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send('POST', path, { Origin: this.origin, 'Content-Type': 'application/json', ...headers }, text);
  }

  get origin(): string {
    return new URL(this.appUrl).origin;
  }

  private keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const expires = attributes.map((each) => /^\s*expires=(.+)$/i.exec(each)?.[1]).find(Boolean);
      if (expires && new Date(expires).getTime() <= Date.now()) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(at + 1).trim());
    }
  }
}
