/** What may be sent to a route: so many bytes, and of a form so many fields. */
export type RouteLimit = { bytes: number; takes: 'form' | 'json' | 'nothing'; fields: number };

const form = (bytes: number, fields = 20): RouteLimit => ({ bytes, takes: 'form', fields });
/** Where nothing is taken, a body is refused unread; Remix says the rest. */
const NOTHING: RouteLimit = { bytes: 0, takes: 'nothing', fields: 0 };
/** A button and what it names. */
const BUTTON = form(4_000);
/** The same, said by a script. */
const WORD: RouteLimit = { bytes: 4_000, takes: 'json', fields: 0 };
/** A name, passwords, an address: a letter can take nine bytes in a form. */
const DOOR = form(16_000);
/** A few thousand letters. */
const TEXT = form(64_000, 100);

/** Every address of `app/routes.ts`, and what can be sent to it. An address that is none of these takes nothing. */
export const ROUTE_LIMITS: Readonly<Record<string, RouteLimit>> = {
  '': NOTHING,
  'sign-in': DOOR,
  'sign-in/link/:token': DOOR,
  verify: NOTHING,
  'verify/:serial': NOTHING,
  accessibility: NOTHING,
  'report-a-problem': TEXT,
  courses: NOTHING,
  'courses/:slug': BUTTON,
  learning: BUTTON,
  search: NOTHING,
  'courses/:slug/lessons/:lesson': BUTTON,
  'courses/:slug/aids/:lesson?': NOTHING,
  // With a reason for one more attempt.
  'courses/:slug/quiz': TEXT,
  'attempts/:attemptId/:view?': TEXT,
  'courses/:slug/lessons/:lesson/read': WORD,
  'attempts/:attemptId/answers': { bytes: 256_000, takes: 'json', fields: 0 },
  // A whole paper of texts.
  'attempts/:attemptId/hand-in': { bytes: 512_000, takes: 'json', fields: 0 },
  'attempts/:attemptId/result': NOTHING,
  certificates: NOTHING,
  'certificates/:certificateId': NOTHING,
  'certificates/:certificateId/document.pdf': NOTHING,
  account: DOOR,
  manage: NOTHING,
  'manage/assignments': NOTHING,
  'manage/assignments/new': TEXT,
  'manage/assignments/:batchId': DOOR,
  'manage/assignees': DOOR,
  'manage/requests': NOTHING,
  'manage/requests/:requestId': TEXT,
  'manage/reports': NOTHING,
  'manage/reports/:agencyCode': NOTHING,
  'manage/reports/:agencyCode/units.csv': NOTHING,
  'manage/reports/:agencyCode/people.csv': NOTHING,
  admin: NOTHING,
  'admin/people': NOTHING,
  'admin/people/:personId': DOOR,
  'admin/audit': NOTHING,
  preferences: DOOR,
  'sign-out': BUTTON,
  'sign-out/finish': WORD,
  line: NOTHING,
  ui: NOTHING,
  '*': NOTHING,
};

const patterns = Object.entries(ROUTE_LIMITS).map(([pattern, limit]) => {
  const parts = pattern.split('/').filter(Boolean);
  const least = parts.filter((part) => !part.endsWith('?')).length;
  return { parts, least, named: parts.filter((part) => !part.startsWith(':')).length, limit };
});

/** The limit of the route that answers a path, also where the page's data alone is asked for. */
export function limitOf(path: string): RouteLimit {
  const page = path.replace(/\.data$/i, '').replace(/^\/_root$/, '/');
  const parts = page
    .split('/')
    .filter(Boolean)
    .map((part) => decoded(part).toLowerCase());
  const fitting = patterns
    .filter(
      ({ parts: wanted, least }) =>
        parts.length >= least && parts.length <= wanted.length && parts.every((part, at) => fits(wanted[at], part)),
    )
    .sort((one, other) => other.named - one.named);
  return fitting[0]?.limit ?? NOTHING;
}

const fits = (wanted = '', part: string): boolean => wanted.startsWith(':') || wanted.toLowerCase() === part;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
