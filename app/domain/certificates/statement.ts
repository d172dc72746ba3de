import { z } from 'zod';
import { vietnamDay } from '#app/domain/calendar.ts';
import { withoutInvisible } from '#app/domain/clean-text.ts';
import { SERIAL_PATTERN } from './serial.ts';

/** One line of words of visible signs, NFC: the same name is the same bytes wherever it came from. */
const words = (longest: number) => z.string().overwrite(withoutInvisible).trim().normalize('NFC').min(1).max(longest);
const bilingual = (longest: number) => z.object({ vi: words(longest), en: words(longest) });

/**
 * The frozen words of a certificate: everything its document says, and nothing that could change later.
 * A new wording or a new page is a new `templateVersion`; documents of an old one are never drawn again.
 */
export const Statement = z
  .object({
    serial: z.string().regex(SERIAL_PATTERN),
    kind: z.literal('COURSE_COMPLETION'),
    templateVersion: z.literal(1),
    holderName: words(200),
    holderAgency: bilingual(300),
    course: z.object({
      code: words(40),
      title: bilingual(300),
      lessons: z.int().positive(),
      minutes: z.int().positive(),
    }),
    completedAt: z.iso.datetime(),
    completedOn: z.iso.date(),
    issuer: bilingual(300),
    place: bilingual(120),
    verifyUrl: z.url({ protocol: /^https?$/ }).max(300),
  })
  .refine((statement) => statement.completedOn === vietnamDay(new Date(statement.completedAt)), {
    path: ['completedOn'],
    message: 'is not the Vietnamese day of completedAt',
  })
  .refine((statement) => statement.verifyUrl.endsWith(`/${statement.serial}`), {
    path: ['verifyUrl'],
    message: 'does not end with the serial',
  });
export type Statement = z.infer<typeof Statement>;
