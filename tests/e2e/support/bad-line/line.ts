import { once } from 'node:events';
import http from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What can happen to one request between a browser and the product. */
export const FAULTS = [
  'pass',
  /** Comes through after a while. */
  'slow',
  /** The connection is reset before anything reached the product. */
  'refuse',
  /** The product sees half of the body, then a reset. */
  'cut-request',
  /** The product has answered, and so committed; the browser sees a reset instead. */
  'lose-answer',
  /** The same, half way through the body of the answer. */
  'cut-answer',
  /** The body of the answer comes in drops and ends too early. */
  'drip-answer',
  /** Nothing reaches the product, nothing comes back. */
  'hang',
  /** The product has answered; nothing comes back. */
  'hang-after',
  /** The request reaches the product twice at once. */
  'twice',
  /** And once more when others may have followed it. */
  'again-later',
  /** A captive portal answers in the product's place. */
  'portal-page',
  'portal-redirect',
  'portal-json',
  'portal-511',
  /** A proxy before the product answers for it. */
  'bad-gateway',
] as const;
export type Fault = (typeof FAULTS)[number];

/** How the line behaves until it is changed: which fault meets the next request, and how slow it is. */
export type Weather = { name: string; fault: (request: { method: string; nth: number }) => Fault; delayMs: number };

export const CLEAR: Weather = { name: 'clear', fault: () => 'pass', delayMs: 0 };

/** A request as the line saw it. What the product answered stands here also when the browser never got it. */
export type Passed = {
  device: string;
  method: string;
  path: string;
  body: string;
  fault: Fault;
  beganAt: number;
  /** When the product had answered in full, if it was asked. */
  answeredAt: number | null;
  status: number | null;
  answer: string;
  /** When the browser had the product's own answer in full. */
  deliveredAt: number | null;
};

export type Line = {
  /** Where a browser context finds it: a proxy of its own, so that each device has its own line. */
  proxyUrl: string;
  setWeather(weather: Weather): void;
  readonly weather: Weather;
  readonly log: readonly Passed[];
  close(): Promise<void>;
};

type Answer = { status: number; headers: http.IncomingHttpHeaders; body: Buffer };

const PORTAL_HOST = 'portal.wifi.example';
const PORTAL_PAGE =
  '<!doctype html><title>Wi-Fi</title><h1>Đăng nhập Wi-Fi</h1><p>Nhập số điện thoại để dùng mạng.</p>';
const PORTAL_JSON = '{"saved":true,"savedAt":1,"slots":{},"outcome":"saved","result":"ok"}';
/** What never changes is fetched from the product once for all devices. */
const unchanging = new Map<string, Answer>();

async function bodyOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

type Asked = { url: URL; method: string; headers: http.IncomingHttpHeaders; body: Buffer };

/** Asks the product; `cut` sends only half of the body and resets the connection. */
async function ask({ url, method, headers, body }: Asked, cut = false): Promise<Answer> {
  const isStatic = method === 'GET' && /^\/(assets|fonts)\/|\.(svg|ico|woff2)$/.test(url.pathname);
  const known = isStatic ? unchanging.get(url.href) : undefined;
  if (known) return known;
  // Uncompressed, so that the log can be read; the line is slow by its own clock.
  const { 'accept-encoding': _, 'proxy-connection': __, connection: ___, ...sent } = headers;
  const request = http.request(url, { method, headers: sent, agent: false });
  if (cut) {
    request.on('error', () => {});
    request.write(body.subarray(0, Math.floor(body.length / 2)));
    await sleep(20);
    request.destroy();
    throw new Error('cut');
  }
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const answer = { status: response.statusCode ?? 0, headers: response.headers, body: await bodyOf(response) };
  if (isStatic && answer.status === 200) unchanging.set(url.href, answer);
  return answer;
}

const portal = (fault: Fault): { status: number; type: string; body: string; location?: string } | null => {
  switch (fault) {
    case 'portal-page':
      return { status: 200, type: 'text/html; charset=utf-8', body: PORTAL_PAGE };
    case 'portal-redirect':
      return { status: 302, type: 'text/html', body: '', location: `http://${PORTAL_HOST}/login` };
    case 'portal-json':
      return { status: 200, type: 'application/json', body: PORTAL_JSON };
    case 'portal-511':
      return { status: 511, type: 'text/html; charset=utf-8', body: PORTAL_PAGE };
    case 'bad-gateway':
      return { status: 502, type: 'text/html', body: '<h1>502 Bad Gateway</h1>' };
    default:
      return null;
  }
};

const reset = (socket: Socket | null) => void socket?.resetAndDestroy();

/** One device's line to the product: a forward proxy that does to each request what the weather says. */
export async function openLine({ device, productUrl }: { device: string; productUrl: string }): Promise<Line> {
  const log: Passed[] = [];
  const product = new URL(productUrl).host;
  let weather = CLEAR;
  let nth = 0;
  let closed = false;

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', productUrl);
    if (url.host === PORTAL_HOST) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(PORTAL_PAGE);
      return;
    }
    if (url.host !== product) return reset(request.socket);
    const now = weather;
    const method = request.method ?? 'GET';
    const fault = now.fault({ method, nth: nth++ });
    const beganAt = Date.now();
    const asked: Asked = { url, method, headers: request.headers, body: await bodyOf(request) };
    const passed: Passed = {
      device,
      method,
      path: url.pathname + url.search,
      body: asked.body.toString(),
      fault,
      beganAt,
      answeredAt: null,
      status: null,
      answer: '',
      deliveredAt: null,
    };
    log.push(passed);
    const reach = async (cut = false) => {
      const answer = await ask(asked, cut);
      passed.answeredAt = Date.now();
      passed.status = answer.status;
      if (/json|text\/x-script/.test(String(answer.headers['content-type']))) passed.answer = answer.body.toString();
      return answer;
    };
    await meet(fault, now.delayMs, { reach, request, response, passed, isClosed: () => closed });
  }

  const server = http.createServer((request, response) => {
    response.on('error', () => {});
    handle(request, response).catch(() => reset(request.socket));
  });
  // A held answer may be minutes old.
  server.requestTimeout = 0;
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    proxyUrl: `http://127.0.0.1:${address.port}`,
    setWeather: (next) => {
      weather = next;
      nth = 0;
    },
    get weather() {
      return weather;
    },
    log,
    async close() {
      closed = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Meeting = {
  reach: (cut?: boolean) => Promise<Answer>;
  request: http.IncomingMessage;
  response: http.ServerResponse;
  passed: Passed;
  isClosed: () => boolean;
};

/** Lets the fault happen to the request. */
async function meet(fault: Fault, delayMs: number, meeting: Meeting): Promise<void> {
  const { reach, request, response, passed, isClosed } = meeting;
  const give = ({ status, headers, body }: Answer) => {
    const { 'transfer-encoding': _, connection: __, 'keep-alive': ___, ...sent } = headers;
    response.writeHead(status, { ...sent, 'content-length': body.length });
    return body;
  };
  const deliver = (answer: Answer) => {
    response.end(give(answer), () => {
      passed.deliveredAt = Date.now();
    });
  };
  const strange = portal(fault);
  if (strange) {
    const { status, type, body, location } = strange;
    response.writeHead(status, { 'Content-Type': type, ...(location ? { Location: location } : {}) }).end(body);
    return;
  }
  switch (fault) {
    case 'pass':
    case 'slow':
      await sleep(delayMs);
      return deliver(await reach());
    case 'refuse':
      return reset(request.socket);
    case 'cut-request':
      await reach(true).catch(() => {});
      return reset(request.socket);
    case 'lose-answer':
      await reach();
      await sleep(delayMs);
      return reset(request.socket);
    case 'cut-answer': {
      const body = give(await reach());
      response.write(body.subarray(0, Math.floor(body.length / 2)));
      await sleep(20);
      return reset(request.socket);
    }
    case 'drip-answer': {
      const body = give(await reach());
      for (let at = 0; at < 4 && !response.destroyed; at++) {
        response.write(body.subarray(Math.floor((body.length * at) / 5), Math.floor((body.length * (at + 1)) / 5)));
        await sleep(delayMs / 4);
      }
      return reset(request.socket);
    }
    case 'hang':
      return;
    case 'hang-after':
      await reach();
      return;
    case 'twice': {
      const [first] = await Promise.all([reach(), reach()]);
      return deliver(first);
    }
    case 'again-later': {
      deliver(await reach());
      await sleep(delayMs);
      if (!isClosed()) await reach().catch(() => {});
      return;
    }
    default:
      throw new Error(`no such fault: ${fault}`);
  }
}
