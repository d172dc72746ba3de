import { vietnamDay } from '#app/domain/calendar.ts';
import { reserveCertificate } from '#app/domain/certificates/reserve-certificate.server.ts';
import type { Db } from '#app/platform/database.server.ts';
import { systemRandom } from '#app/platform/random.server.ts';
import { sql } from '#app/platform/sql.server.ts';

let counter = 0;

/** A course with one empty edition: what a completion needs to point at. */
async function createCourse(db: Db, code = `T${++counter}`): Promise<{ id: string; editionId: string }> {
  await db.programme.upsert({
    where: { code: 'skills' },
    update: {},
    create: {
      code: 'skills',
      nameVi: 'Kỹ năng công vụ',
      nameEn: 'Public-service skills',
      targetPercent: 80,
      periodFrom: 2026,
      periodTo: 2030,
      legalBasisVi: '–',
      legalBasisEn: '–',
      countingRuleVi: '–',
      countingRuleEn: '–',
    },
  });
  const course = await db.course.create({ data: { code, slug: code.toLowerCase(), programmeCode: 'skills' } });
  const edition = await db.courseEdition.create({
    data: {
      courseId: course.id,
      number: 1,
      lineNumber: 1,
      changeCount: 1,
      changeNoteVi: '',
      changeNoteEn: '',
      contentHash: code,
      titleVi: 'Phục vụ lấy người dân làm trung tâm',
      titleEn: 'Citizen-centred public service',
      summaryVi: '–',
      summaryEn: '–',
      outcomes: [],
      minutesVi: 125,
      minutesEn: 125,
      lessonCount: 6,
      reviewedOn: new Date('2026-11-01'),
      reviewBy: new Date('2027-05-01'),
      publishedAt: new Date('2026-11-01'),
    },
  });
  return { id: course.id, editionId: edition.id };
}

export type Fate = 'reserved' | 'valid' | 'expired' | 'revoked' | 'superseded';

/** A certificate of this person that met this fate; its serial, and of a superseded one the serial of the new. */
export async function createCertificate(
  db: Db,
  person: { id: string; fullName: string },
  fate: Fate,
  { at = new Date('2026-11-18T13:25:09Z'), appUrl = 'http://localhost:3000' }: { at?: Date; appUrl?: string } = {},
): Promise<{ serial: string; newSerial: string | null }> {
  const course = await createCourse(db);
  const enrolment = await db.enrolment.create({
    data: { personId: person.id, courseId: course.id, editionId: course.editionId, source: 'SELF', enrolledAt: at },
  });
  const completion = await db.completion.create({
    data: {
      enrolmentId: enrolment.id,
      cycle: 1,
      personId: person.id,
      courseId: course.id,
      editionId: course.editionId,
      agencyNameVi: 'Trung tâm Phục vụ hành chính công, xã Bà Nà',
      agencyNameEn: 'Public Administration Service Centre, Ba Na commune',
      position: 'Chuyên viên',
      completedAt: at,
    },
  });
  const reserve = async () => {
    const { insert, ...reserved } = reserveCertificate(
      {
        completionId: completion.id,
        personId: person.id,
        statement: {
          holderName: person.fullName,
          holderAgency: { vi: completion.agencyNameVi, en: completion.agencyNameEn },
          course: {
            code: 'K1',
            title: { vi: 'Phục vụ lấy người dân làm trung tâm', en: 'Citizen-centred public service' },
            lessons: 6,
            minutes: 125,
          },
          completedAt: at.toISOString(),
          completedOn: vietnamDay(at),
          issuer: { vi: 'Sở Nội vụ thành phố Đà Nẵng', en: 'Department of Home Affairs, Da Nang City' },
          place: { vi: 'Đà Nẵng', en: 'Da Nang' },
        },
      },
      { random: systemRandom, now: at, appUrl },
    );
    await db.run(insert(sql`(SELECT 1)`));
    return reserved;
  };
  const issue = (id: string, more: object = {}) =>
    db.certificate.update({
      where: { id },
      data: { status: 'ISSUED', issuedAt: at, documentSha256: 'ab'.repeat(32), documentBytes: 58_000, ...more },
    });
  const first = await reserve();
  if (fate === 'reserved') return { serial: first.serial, newSerial: null };
  await issue(first.id, fate === 'expired' ? { expiresAt: new Date('2026-11-20T00:00:00Z') } : {});
  if (fate === 'revoked') {
    await db.certificate.update({
      where: { id: first.id },
      data: { revokedAt: new Date('2026-11-19T02:00:00Z'), revokedReason: 'Cấp nhầm người' },
    });
  }
  if (fate !== 'superseded') return { serial: first.serial, newSerial: null };
  // The successor belongs to a completion of its own: one completion has one certificate that stands.
  const next = await createCertificate(db, person, 'valid', { at, appUrl });
  const successor = await db.certificate.findUniqueOrThrow({ where: { serial: next.serial }, select: { id: true } });
  await db.certificate.update({
    where: { id: first.id },
    data: { supersededAt: new Date('2026-11-19T02:00:00Z'), supersededById: successor.id },
  });
  return { serial: first.serial, newSerial: next.serial };
}
