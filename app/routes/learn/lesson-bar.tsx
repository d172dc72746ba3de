import { StatusTag } from '#app/ui/tag.tsx';
import { Segments } from '#app/ui/wayfinding.tsx';
import { learnWords } from '#app/words/learn.ts';
import { useLocale } from '../site.tsx';
import type { Loaded } from './lesson.tsx';

type LessonBarProps = Pick<Loaded, 'lesson' | 'reading'> & { here: string };

/** In which language the lesson is read, and whether it is done. */
export function LessonBar({ lesson, reading, here }: LessonBarProps) {
  const locale = useLocale();
  const words = learnWords(locale).lesson;
  return (
    <div className="lesson-bar">
      <Segments
        label={words.language}
        items={[
          { href: `${here}?in=vi`, label: 'Tiếng Việt', current: reading === 'vi', lang: 'vi' },
          { href: `${here}?in=en`, label: 'English', current: reading === 'en', lang: 'en' },
          { href: `${here}?in=both`, label: words.both, current: reading === 'both' },
        ]}
      />
      {lesson.readAt ? (
        <StatusTag locale={locale} status="learned">
          {words.read}
        </StatusTag>
      ) : null}
    </div>
  );
}
