/** Where a shape is sent: a path of the product, the host and the official address as a browser would name them. */
export type Target = { path: string; host: string; origin: string; cookie: string | null };
export type Shape = { name: string; bytes: (target: Target) => string };

type Headers = Readonly<Record<string, string | readonly string[]>>;

const FORM = 'application/x-www-form-urlencoded';
const lines = (headers: Headers): string =>
  Object.entries(headers)
    .flatMap(([name, values]) =>
      (typeof values === 'string' ? [values] : values).map((value) => `${name}: ${value}\r\n`),
    )
    .join('');

/** One request, ended with the line: `Host` and `Connection` unless they are given otherwise. */
function request(target: Target, method: string, path: string, headers: Headers = {}, body = ''): string {
  const cookie = target.cookie && !('Cookie' in headers) ? { Cookie: target.cookie } : {};
  return `${method} ${path} HTTP/1.1\r\n${lines({ Host: target.host, Connection: 'close', ...cookie, ...headers })}\r\n${body}`;
}

const get =
  (path: (target: Target) => string, headers: Headers | ((target: Target) => Headers) = {}) =>
  (target: Target): string =>
    request(target, 'GET', path(target), typeof headers === 'function' ? headers(target) : headers);
const here = ({ path }: Target): string => path;
const after = (more: string) => (target: Target) => `${target.path.replace(/\/$/, '')}${more}`;
const asked = (query: string) => (target: Target) => `${target.path}?${query}`;

const post =
  (body: string, headers: Headers = {}, path: (target: Target) => string = here) =>
  (target: Target): string =>
    request(
      target,
      'POST',
      path(target),
      { Origin: target.origin, 'Content-Type': FORM, 'Content-Length': String(body.length), ...headers },
      body,
    );

const dataOf = ({ path }: Target): string => (path === '/' ? '/_root.data' : `${path}.data`);
const many = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join('');
const parts = many(10_000, (index) => `--x\r\nContent-Disposition: form-data; name="a${index}"\r\n\r\n1\r\n`);
const deepJson = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const wideJson = `{"saves":[${many(25_000, () => '0,')}0]}`;

const SHAPES: Record<string, Shape['bytes']> = {
  // The first line
  'OPTIONS *': (target) => request(target, 'OPTIONS', '*'),
  'GET *': (target) => request(target, 'GET', '*'),
  'OPTIONS of the page': (target) => request(target, 'OPTIONS', target.path),
  'a whole address of this host': get(({ host, path }) => `http://${host}${path}`),
  'a whole address of another host': get(({ path }) => `http://evil.example${path}`),
  'a whole address that is none': get(() => 'http://['),
  'a whole address of another kind': get(() => 'ftp://localhost/x'),
  'a host and port as address': get(() => 'evil.example:443'),
  CONNECT: (target) => request(target, 'CONNECT', 'evil.example:443'),
  TRACE: (target) => request(target, 'TRACE', target.path),
  'a method that is none': (target) => request(target, 'BREW', target.path),
  'a method in small letters': (target) => request(target, 'get', target.path),
  PUT: (target) => request(target, 'PUT', target.path, { Origin: target.origin, 'Content-Length': '0' }),
  'no version': ({ path }) => `GET ${path}\r\n\r\n`,
  'the first line of HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a version that is none': ({ path, host }) => `GET ${path} HTTP/9.9\r\nHost: ${host}\r\n\r\n`,
  'HTTP/1.0 without a host': ({ path }) => `GET ${path} HTTP/1.0\r\n\r\n`,
  'bytes that are no text': () => '\x16\x03\x01\x00\xff\xfe\x00\r\n\r\n',
  'fifty requests at once': (target) =>
    many(49, () => request(target, 'GET', '/healthz', { Connection: 'keep-alive' })) +
    request(target, 'GET', target.path),

  // Addresses
  'an address of 7,500 parts': get(() => `/${'a/'.repeat(7_500)}`),
  'an address of 1,900 parts': get(() => `/${'a/'.repeat(1_900)}`),
  'a hundred parts more': get(after('/a'.repeat(100))),
  'five parts more': get(after('/a'.repeat(5))),
  'a thousand slashes': get(after('/'.repeat(1_000))),
  'two slashes before': get(({ path }) => `/${path}`),
  'up and up': get(after('/..'.repeat(1_000))),
  'up and up, encoded': get(after('/%2e%2e%2f'.repeat(9))),
  'a bare per cent': get(after('%')),
  'a thousand per cents': get(after('%'.repeat(1_000))),
  'NUL, encoded': get(after('%00')),
  'NUL as it is': get(after('\0')),
  'overlong UTF-8': get(after('%C0%AF%E0%80%AF')),
  'half a surrogate': get(after('%ED%A0%80')),
  'bytes above ASCII': get(after('\xc3\xa1\xff\xfe')),
  backslashes: get(after('\\..\\..\\etc')),
  'a fragment': get(after('#top')),
  'another site in it': get(after('//evil.example/%2f%2fevil.example')),
  'four thousand letters': get(after(`/${'a'.repeat(3_900)}`)),
  'ten thousand letters': get(after(`/${'a'.repeat(10_000)}`)),

  // Questions
  'a question of ten thousand letters': get(asked(`q=${'x'.repeat(10_000)}`)),
  'one of four hundred names': get(asked(many(399, (index) => `n${index}=1&`))),
  'one of seven thousand equal names': get(asked('p=&'.repeat(7_000))),
  'one of two hundred equal names': get(asked('q=a&page=b&cursor=c&'.repeat(60))),
  'one that names a prototype': get(asked('__proto__[x]=1&constructor.prototype=2&__proto__=3')),
  'one of paths into objects': get(asked(`a${'[b]'.repeat(1_000)}=1`)),
  'a search of two thousand words': get(asked(`q=${many(2_000, (index) => `w${index % 10}+`)}`)),
  'a search that is a pattern': get(asked(`q=${encodeURIComponent('(a+)+$|%_\\'.repeat(200))}`)),
  'a search of marks alone': get(asked(`q=a${'%CC%81'.repeat(1_500)}`)),
  'a search of spaces': get(asked(`q=${'+'.repeat(10_000)}x`)),
  'a cursor that is none': get(asked('cursor=AAAA&page=-1&after=%00&from=1e999')),
  'data of routes that are none': get((target) => `${dataOf(target)}?_routes=${many(1_000, () => 'root,x,')}`),
  'data of a route with NUL': get((target) => `${dataOf(target)}?_routes=%00,..%2f,__proto__`),
  'data of no routes': get((target) => `${dataOf(target)}?_routes=`),
  'routes of a thousand paths': get(() => `/__manifest?version=x&${many(399, (index) => `p=%2Fa%2F${index}&`)}`),
  'routes of a path of a thousand parts': get(() => `/__manifest?version=x&p=${'%2Fa'.repeat(1_000)}`),

  // Hosts and whom they are asked for
  'no host': ({ path }) => `GET ${path} HTTP/1.1\r\n\r\n`,
  'two hosts': get(here, { Host: ['localhost', 'evil.example'] }),
  ...Object.fromEntries(
    [
      '',
      ' ',
      'a b',
      'a@b',
      'a/b',
      '[::1',
      '999.999.999.999',
      'localhost:99999',
      'localhost:-1',
      'a%00b',
      'x'.repeat(5_000),
      'tr\xfac.example',
      '..',
      '%',
    ].map((host) => [`the host "${host.slice(0, 20)}"`, get(here, { Host: host })]),
  ),
  ...Object.fromEntries(
    (
      [
        ['X-Forwarded-Host', 'a b:c/../..'],
        ['X-Forwarded-Host', 'evil.example:99999999'],
        ['X-Forwarded-Host', ','.repeat(5_000)],
        ['X-Forwarded-Proto', 'javascript'],
        ['X-Forwarded-Proto', 'https://evil.example/'],
        ['X-Forwarded-For', '1,'.repeat(5_000)],
        ['X-Forwarded-For', "' OR 1=1 --"],
        ['Forwarded', 'for="[";host="\\";proto=;;;'],
        ['X-Original-URL', '/admin'],
        ['X-HTTP-Method-Override', 'DELETE'],
      ] as const
    ).map(([name, value]) => [`${name} "${value.slice(0, 20)}"`, get(here, { [name]: value })]),
  ),

  // Headers
  'two hundred headers': get(here, Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`X-${index}`, '1']))),
  'a header of fifteen thousand letters': get(here, { 'X-Long': 'x'.repeat(15_000) }),
  'a header of seventy thousand letters': get(here, { 'X-Long': 'x'.repeat(70_000) }),
  'a header name with a space': get(here, { 'X Y': '1' }),
  'a header with NUL': get(here, { 'X-Nul': 'a\0b' }),
  'a header over two lines': get(here, { 'X-Folded': 'a\r\n b' }),
  'a header that ends with a bare line feed': ({ path, host }) => `GET ${path} HTTP/1.1\nHost: ${host}\nX: 1\n\n`,
  'four thousand cookies': get(here, { Cookie: 'a;'.repeat(4_000) }),
  'a thousand session cookies': get(here, { Cookie: '__Host-truc=x; '.repeat(500) }),
  'cookies of twelve thousand letters': get(here, { Cookie: 'x'.repeat(12_000) }),
  'a session cookie of garbage': get(here, {
    Cookie: `__Host-truc=${'A'.repeat(100)}; __Host-truc-device=%00; locale=\xff; theme=`,
  }),
  'seven thousand letters of languages': get(here, { 'Accept-Language': 'vi;q=0.1,'.repeat(800) }),
  'seven thousand letters of encodings': get(here, { 'Accept-Encoding': 'gzip;q=0.1,'.repeat(650) }),
  'seven thousand letters of kinds': get(here, { Accept: 'text/html;q=0.1,'.repeat(450) }),
  'a thousand marks': get(here, { 'If-None-Match': '"x",'.repeat(1_700), 'If-Modified-Since': 'x'.repeat(1_000) }),
  'a thousand ranges': get(here, { Range: `bytes=${many(1_000, (index) => `${index}-${index},`)}` }),
  'a range backwards': get(here, { Range: 'bytes=9-1' }),
  'an upgrade to something else': get(here, { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': 'x' }),
  'an expectation': get(here, { Expect: 'the moon' }),

  // Bodies
  'a body where there is none': (target) => request(target, 'GET', target.path, { 'Content-Length': '5' }, 'hello'),
  'pieces where there is no body': (target) =>
    request(target, 'GET', target.path, { 'Transfer-Encoding': 'chunked' }, '5\r\nhello\r\n0\r\n\r\n'),
  'forty thousand equal names': post('a=&'.repeat(40_000)),
  'a hundred and thirty thousand equal names': post('a=&'.repeat(130_000)),
  'forty thousand equal names for the data': post('a=&'.repeat(40_000), {}, dataOf),
  'four thousand equal names': post('a=&'.repeat(4_000)),
  'twenty equal names': post('identifier=a&password=b&'.repeat(10)),
  'a name a thousand levels deep': post(`a${'[b]'.repeat(1_000)}=1`),
  'a name far out in a list': post('a[99999999]=1'),
  'a prototype as name': post('__proto__[x]=1&__proto__.y=2&constructor=3'),
  'fifteen thousand per cents': post(`identifier=${'%'.repeat(15_000)}`),
  'fifteen thousand bytes of bamboo': post(`identifier=a%40b.c&password=${'%F0%9F%8E%8B'.repeat(1_200)}`),
  'fifteen thousand marks': post(`identifier=a%40b.c&password=a${'%CC%81'.repeat(2_400)}`),
  'NUL in a field': post('identifier=%00&password=%00&message=%00&locale=%00'),
  'ten thousand parts': post(parts, { 'Content-Type': 'multipart/form-data; boundary=x' }),
  'parts without end': post('--x\r\nContent-Disposition: form-data', {
    'Content-Type': 'multipart/form-data; boundary=x',
  }),
  'parts without a boundary': post('a=1', { 'Content-Type': 'multipart/form-data' }),
  'JSON a hundred thousand levels deep': post(deepJson, { 'Content-Type': 'application/json' }),
  'JSON of many values': post(wideJson, { 'Content-Type': 'application/json' }),
  'JSON with a prototype': post('{"saves":[{"__proto__":{"slot":1}}],"__proto__":{"saves":[]}}', {
    'Content-Type': 'application/json',
  }),
  'another alphabet': post('a=1', { 'Content-Type': `${FORM}; charset=utf-16` }),
  'a squeezed body': post('\x1f\x8b\x08', { 'Content-Encoding': 'gzip' }),
  'no kind': post('a=1', { 'Content-Type': '' }),
  'nothing in it': post(''),
  'two lengths': post('a=1', { 'Content-Length': ['3', '30'] }),
  'a length and pieces': post('0\r\n\r\n', { 'Transfer-Encoding': 'chunked' }),
  'a length below nothing': post('a=1', { 'Content-Length': '-3' }),
  'a length beyond all': post('a=1', { 'Content-Length': '9'.repeat(40) }),
  'a length that is no number': post('a=1', { 'Content-Length': '0x10' }),
  'more than was announced': post('a=1&b=2 HTTP/1.1\r\n\r\n', { 'Content-Length': '3' }),
  'two megabytes': post(`message=${'x'.repeat(2_000_000)}`),
  'pieces with extensions without end': (target) =>
    request(
      target,
      'POST',
      target.path,
      { Origin: target.origin, 'Content-Type': FORM, 'Transfer-Encoding': 'chunked' },
      `3;${'x'.repeat(60_000)}\r\na=1\r\n0\r\n\r\n`,
    ),
  'pieces that lie': (target) =>
    request(
      target,
      'POST',
      target.path,
      { Origin: target.origin, 'Content-Type': FORM, 'Transfer-Encoding': 'chunked' },
      'fffffffffffffffff\r\na=1\r\n0\r\n\r\n',
    ),
  'another way of sending': post('a=1', { 'Transfer-Encoding': 'gzip, identity' }),
  'a promise to go on': post('a=1', { Expect: '100-continue' }),

  // Where it comes from
  'no origin': (target) => request(target, 'POST', target.path, { 'Content-Type': FORM, 'Content-Length': '3' }, 'a=1'),
  'the origin null': post('a=1', { Origin: 'null' }),
  'another origin': post('a=1', { Origin: 'https://evil.example' }),
  'an origin that is none': post('a=1', { Origin: 'http://[' }),
  'two origins': post('a=1', { Origin: ['http://localhost', 'https://evil.example'] }),
  'our origin at another host': post('locale=vi', { Host: 'www.example.gov.vn' }),
  'a way back in Vietnamese': post('locale=vi&returnTo=%2Fcourses%3Fq%3Db%E1%BA%A3n+s%E1%BA%AFc'),
  'a way after signing in, in Vietnamese': get(asked(`to=${encodeURIComponent('/courses?q=bản sắc')}`)),
  'a way out': get(asked('to=%2F%5Cevil.example&page=javascript%3Aalert(1)&serial=..%2F..')),
};

export const hostileShapes: readonly Shape[] = Object.entries(SHAPES).map(([name, bytes]) => ({ name, bytes }));
