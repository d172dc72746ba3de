import { sql } from '#app/platform/sql.server.ts';
import { enrolAndRead, makeAgencies, makePeople } from '../drill/make-people.ts';
import { openSite, publishAll, withGround } from '../drill/open-ground.ts';
import { openCounter } from './count-work.ts';
import { type Row, round } from './measure.ts';
import { measureVisit } from './measure-visit.ts';
import { runWebs } from './run-web.ts';
import { expectStatus, signIn } from './visit.ts';

const USERS = 8;
/** How often it is done beforehand, for each process. */
const WARM = 600;
/** Every course in so many editions, as after years of edits. */
const EDITIONS = 10;

/** What people type: with and without diacritics, a name, half a word, many words, a slip, nothing that is there. */
const QUERIES = [
  ...[
    'thich ung',
    'ACCSM',
    'đồng thuận',
    'khieu nai',
    'one-stop',
    'personal data',
    'trung tâm phục vụ hành chính công',
  ],
  ...['xung đột lợi ích quà tặng', 'nghị định 118/2025', 'denunciat', 'trách nhiêmm giải trinhh', 'zzzz qqqq'],
];

/** Copies every lesson and its words into earlier editions, so that the index holds them all. */
const COPY_EDITIONS = `
  WITH copied AS (
    INSERT INTO "CourseEdition" (id, "courseId", number, "contentHash", "lineNumber", "changeCount", "changeNoteVi", "changeNoteEn",
             "titleVi", "titleEn", "summaryVi", "summaryEn", outcomes, "minutesVi", "minutesEn", "lessonCount", "reviewedOn", "reviewBy", "publishedAt")
    SELECT uuidv7(), "courseId", number + n, "contentHash" || n, number + n, "changeCount", '', '', "titleVi", "titleEn", "summaryVi", "summaryEn",
           outcomes, "minutesVi", "minutesEn", "lessonCount", "reviewedOn", "reviewBy", "publishedAt"
      FROM "CourseEdition", generate_series(1, ${EDITIONS - 1}) n RETURNING id, "courseId"),
  modules AS (
    INSERT INTO "Module" (id, "editionId", position, "titleVi", "titleEn") SELECT uuidv7(), id, 1, 'x', 'x' FROM copied RETURNING id, "editionId"),
  lessons AS (
    INSERT INTO "Lesson" (id, "editionId", "moduleId", position, code, slug, "titleVi", "titleEn", "outcomeVi", "outcomeEn", "minutesVi",
             "minutesEn", "floorSecondsVi", "floorSecondsEn", "reviewedOn", "reviewBy", "blocksVi", "blocksEn")
    SELECT uuidv7(), m."editionId", m.id, l.position, l.code, l.slug, l."titleVi", l."titleEn", l."outcomeVi", l."outcomeEn", l."minutesVi",
           l."minutesEn", l."floorSecondsVi", l."floorSecondsEn", l."reviewedOn", l."reviewBy", '[]', '[]'
      FROM modules m JOIN copied c ON c.id = m."editionId" JOIN "Course" k ON k.id = c."courseId"
      JOIN "Lesson" l ON l."editionId" = k."currentEditionId" RETURNING id, "editionId", code)
  INSERT INTO "LessonText" SELECT n.id, t.locale, t.body, t."foldedTitle", t."foldedHeadings", t."foldedBody", t.searchable
    FROM lessons n JOIN copied c ON c.id = n."editionId" JOIN "Course" k ON k.id = c."courseId"
    JOIN "Lesson" l ON l."editionId" = k."currentEditionId" AND l.code = n.code JOIN "LessonText" t ON t."lessonId" = l.id`;

/** Search over all lessons of all editions by eight people at once, beside a page that reads nothing of them. */
export async function measureSearch({ seconds, webs: count }: { seconds: number; webs: number }): Promise<Row[]> {
  return withGround('bench-search', async (ground) => {
    const site = await openSite(ground, 'truc');
    const courses = await publishAll(site);
    await site.db.run(sql.raw(COPY_EDITIONS));
    const people = await makePeople(site.db, {
      count: USERS,
      agencyCodes: await makeAgencies(site.db),
      seed: 'search',
    });
    const ids = people.map((person) => person.id);
    for (const course of courses) await enrolAndRead(site.db, ids, course.id, new Date());
    const texts = await site.db.lessonText.count();

    const webs = await runWebs(ground, site, { count });
    const clients = await signIn(site, webs, ids);
    const counter = await openCounter(ground, site, webs.pids);
    await counter.client.query('VACUUM ANALYZE');
    let asked = 0;
    const visits: [string, () => string][] = [
      ['/accessibility (limit: a page alone)', () => '/accessibility'],
      [
        `search over ${texts} texts of ${EDITIONS} editions`,
        () => `/search?${new URLSearchParams({ q: QUERIES[asked++ % QUERIES.length] ?? '' })}`,
      ],
    ];
    const rows: Row[] = [];
    for (const [what, path] of visits) {
      const visit = async (user: number) => {
        const reply = await clients[user]?.get(path());
        if (reply) expectStatus(reply, 200);
      };
      const measured = await measureVisit(counter, { users: USERS, times: WARM * count, seconds }, visit);
      const alone = Number(rows[0]?.perSecond ?? measured.perSecond);
      rows.push({ what, ...measured, ofPageAlone: round(measured.perSecond / alone, 2) });
    }
    return rows;
  });
}
