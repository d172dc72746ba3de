import http from 'node:http';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { HttpClient } from '#tests/support/http-client.ts';
import { makeManager } from '../drill/learn.ts';
import { makeAgencies, makePeople } from '../drill/make-people.ts';
import { openSite, publishAll, type Site, withGround } from '../drill/open-ground.ts';
import { openCounter } from './count-work.ts';
import { makeHistory } from './make-history.ts';
import { type Row, residentMb, round } from './measure.ts';
import { measureVisit } from './measure-visit.ts';
import { type RunningWebs, runWebs } from './run-web.ts';
import { expectStatus, signIn } from './visit.ts';

const USERS = 8;
/** How often it is done beforehand, for each process. */
const WARM = 400;

/** The same rows and columns as the file of people, in the same order, by the database alone: the limit. */
const SAME_ROWS = `
  COPY (
    SELECT p."personnelNumber", p."fullName", g.code, g."nameVi", c.code, e."titleVi",
           CASE WHEN a.status = 'WAIVED' THEN 'waived' WHEN m.id IS NOT NULL THEN CASE WHEN a.id IS NULL THEN 'ownCompleted' ELSE 'completed' END
                WHEN a."overdueAt" IS NOT NULL THEN 'overdue' WHEN a.id IS NULL THEN 'ownInProgress' WHEN r.id IS NOT NULL THEN 'inProgress' ELSE 'notStarted' END,
           to_char(a."assignedAt" AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'), to_char(a."dueAt" AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'),
           to_char(m."completedAt" AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'), t.serial
      FROM "Person" p JOIN "Appointment" ap ON ap."personId" = p.id AND ap.state = 'CURRENT' AND ap."isPrimary"
      JOIN "Agency" g ON g.id = ap."agencyId" CROSS JOIN "Course" c JOIN "CourseEdition" e ON e.id = c."currentEditionId"
      LEFT JOIN "Assignment" a ON a."personId" = p.id AND a."courseId" = c.id AND a.status <> 'NO_LONGER_REQUIRED'
      LEFT JOIN "Enrolment" r ON r."personId" = p.id AND r."courseId" = c.id
      LEFT JOIN "ValidCompletion" m ON m."enrolmentId" = r.id LEFT JOIN "Certificate" t ON t."completionId" = m.id AND t.status = 'ISSUED'
     WHERE p."deactivatedAt" IS NULL AND (a.id IS NOT NULL OR r.id IS NOT NULL)
     ORDER BY g.code COLLATE "C", split_part(p."sortName", ' ', 1) COLLATE "vi-x-icu", p."sortName" COLLATE "vi-x-icu", p.id, c.code
  ) TO STDOUT (FORMAT csv)`;

/** The report and its files as the number of people grows: the page, both CSV, the rows beside COPY, the memory. */
export async function measureReports(options: {
  seconds: number;
  webs: number;
  sizes: readonly number[];
}): Promise<Row[]> {
  const rows: Row[] = [];
  for (const people of options.sizes) rows.push(...(await measureAt(people, options)));
  return rows;
}

async function measureAt(people: number, { seconds, webs: count }: { seconds: number; webs: number }): Promise<Row[]> {
  return withGround('bench-reports', async (ground) => {
    const site = await openSite(ground, 'truc');
    const courses = await publishAll(site);
    await makePeople(site.db, { count: people, agencyCodes: await makeAgencies(site.db), seed: 'reports' });
    const manager = await makeManager(site.db);
    await makeHistory(site, courses, manager.personId);
    const webs = await runWebs(ground, site, { count });
    const clients = await signIn(site, webs, Array(USERS).fill(manager.personId));
    const counter = await openCounter(ground, site, webs.pids);
    const label = `${people.toLocaleString('en')} people`;

    const visit = async (user: number) => expectStatus((await clients[user]?.get('/manage/reports/VN')) as never, 200);
    const page: Row = {
      what: `report page of the country, ${label}`,
      ...(await measureVisit(counter, { users: USERS, times: WARM * count, seconds }, visit)),
    };
    const files: Row[] = [];
    const [client] = clients;
    if (!client) throw new Error('nobody is signed in');
    const file = '/manage/reports/VN/people.csv';
    // Once for nothing: the process has compiled what it runs, and the database has its pages at hand.
    await download(client, webs, file);
    const copy = await counter.work(() => copyRows(site));
    const csv = await counter.work(() => download(client, webs, file));
    const again = await counter.work(() => copyRows(site));
    const lines = csv.value.lines - 1;
    if (lines !== copy.value.lines) throw new Error(`${lines} lines in the file, ${copy.value.lines} from COPY`);
    const limit = Math.max(copy.value.perSecond, again.value.perSecond);
    files.push({
      what: `COPY … TO STDOUT of the same rows (limit), ${label}`,
      perSecond: round(limit, 0),
      count: lines,
      dbCpuMs: round((copy.work.dbCpuMs + again.work.dbCpuMs) / 2, 0),
    });
    files.push({
      what: `people.csv over HTTP, ${label}`,
      perSecond: round(csv.value.perSecond, 0),
      count: lines,
      seconds: round(csv.value.seconds, 2),
      webCpuMs: round(csv.work.webCpuMs, 0),
      dbCpuMs: round(csv.work.dbCpuMs, 0),
      ofLimit: round(csv.value.perSecond / limit, 2),
      rssMb: round(csv.value.peakMb, 0),
      rssBeforeMb: round(csv.value.beforeMb, 0),
    });
    const units = await counter.work(() => download(client, webs, '/manage/reports/VN/units.csv'));
    files.push({
      what: `units.csv over HTTP, ${label}`,
      count: units.value.lines - 1,
      seconds: round(units.value.seconds, 2),
      perSecond: round(units.value.perSecond, 0),
      webCpuMs: round(units.work.webCpuMs, 0),
      dbCpuMs: round(units.work.dbCpuMs, 0),
    });
    return [page, ...files];
  });
}

async function copyRows(site: Site): Promise<{ lines: number; perSecond: number }> {
  const client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  let lines = 0;
  const from = performance.now();
  await pipeline(
    client.query(copyTo(SAME_ROWS)),
    new Writable({
      write(chunk: Buffer, _, done) {
        lines += countLines(chunk);
        done();
      },
    }),
  );
  const perSecond = (lines / (performance.now() - from)) * 1000;
  await client.end();
  return { lines, perSecond };
}

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  return lines;
}

/** Takes a file as a browser does, as fast as it comes, and watches the memory of the process that sends it. */
async function download(client: HttpClient, webs: RunningWebs, path: string) {
  const [url = ''] = webs.urls;
  const [pid = 0] = webs.pids;
  const { hostname, port } = new URL(url);
  const headers = {
    Host: new URL(webs.appUrl).host,
    Cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
  const beforeMb = residentMb(pid);
  let peakMb = beforeMb;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(pid));
  }, 20);
  const from = performance.now();
  let lines = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      http
        .get({ hostname, port, path, headers }, (response) => {
          if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode} for ${path}`));
          response.on('data', (chunk: Buffer) => {
            lines += countLines(chunk);
          });
          response.on('end', resolve);
          response.on('error', reject);
        })
        .on('error', reject);
    });
  } finally {
    clearInterval(watch);
  }
  const seconds = (performance.now() - from) / 1000;
  return { lines, seconds, perSecond: lines / seconds, beforeMb, peakMb };
}
