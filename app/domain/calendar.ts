/** Vietnam keeps UTC+7 all year: no summer time since 1975. Days and months of the product are days and months there. */
export const TIME_ZONE = 'Asia/Ho_Chi_Minh';
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** The calendar day in Viet Nam, as YYYY-MM-DD. */
export const vietnamDay = (at: Date): string => new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** The first day of the calendar month in Viet Nam, as YYYY-MM-DD. */
export const vietnamMonth = (at: Date): string => `${vietnamDay(at).slice(0, 7)}-01`;

/** The instant at which a Vietnamese calendar day begins. */
export const startOfDay = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS);

/** A due day holds to its last moment: the instant at which the next day begins. */
export const endOfDay = (day: string): Date => new Date(startOfDay(day).getTime() + DAY_MS);

/** The day that a due instant names. */
export const dueDay = (dueAt: Date): string => vietnamDay(new Date(dueAt.getTime() - 1));

/** A calendar date as PostgreSQL's `date` travels through Prisma: midnight UTC. */
export const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** Whether three typed numbers name a day that exists; the day as YYYY-MM-DD, or null. */
export function parseDay(year: string, month: string, day: string): string | null {
  const text = `${year.trim()}-${month.trim().padStart(2, '0')}-${day.trim().padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text ? text : null;
}
