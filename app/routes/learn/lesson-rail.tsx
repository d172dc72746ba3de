import { Stalk, StalkItem } from '#app/ui/culm.tsx';
import { learnWords } from '#app/words/learn.ts';
import type { Locale } from '#app/words/locale.ts';
import { useLocale } from '../site.tsx';
import type { Loaded } from './lesson.tsx';

type LessonRailProps = Pick<Loaded, 'course' | 'lesson' | 'outline'> & { kept: string };

/** The lessons of the course beside this one; on a phone it opens. `kept` goes on with the language that is read. */
export function LessonRail({ course, lesson, outline, kept }: LessonRailProps) {
  const locale = useLocale();
  const words = learnWords(locale).lesson;
  const stalk = (
    <Stalk slim>
      {outline.map((each) => (
        <StalkItem
          key={each.slug}
          state={each.readAt ? 'done' : each.isHere ? 'now' : 'todo'}
          name={`${each.code}. ${each.title[locale]}`}
          href={`/courses/${course.slug}/lessons/${each.slug}${kept}`}
          current={each.isHere}
        />
      ))}
    </Stalk>
  );
  return (
    <div className="rail-in">
      <nav className="rail only-wide" aria-label={words.rail}>
        <p className="label small">{words.railLabel(course.code, lesson.position, course.lessonCount)}</p>
        {stalk}
      </nav>
      <details className="rail only-narrow">
        <summary>{words.railLabel(course.code, lesson.position, course.lessonCount)}</summary>
        <div className="inner">{stalk}</div>
      </details>
    </div>
  );
}

/** What stands in this lesson, to be reached from beside it. */
export function LessonAnchors({ blocks, reading }: { blocks: Loaded['blocks'][Locale]; reading: Locale }) {
  const words = learnWords(useLocale()).lesson;
  const anchors = blocks.filter(
    (block, at, list) =>
      block.id &&
      block.kind !== 'figure' &&
      (block.kind !== 'check' || list.findIndex((each) => each.kind === 'check') === at),
  );
  return (
    <nav className="margin rail" aria-label={words.inThis}>
      <p className="label small">{words.inThis}</p>
      <ul className="plainlist small" lang={reading}>
        {anchors.map((block) => (
          <li key={block.id}>
            <a href={`#${block.id}`}>
              {block.kind === 'todo'
                ? learnWords(reading).lesson.todo
                : block.kind === 'check'
                  ? learnWords(reading).lesson.check
                  : block.title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
