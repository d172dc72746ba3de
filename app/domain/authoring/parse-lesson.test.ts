import { describe, expect, test } from 'vitest';
import { sampleCourse } from '#tests/support/sample-course.ts';
import { parseLesson } from './parse-lesson.ts';

const SAMPLE = sampleCourse().get('lessons/lesson-1/en.md') ?? '';
const parse = (text: string, locale: 'vi' | 'en' = 'en') => parseLesson('en.md', text, locale);
const change = (from: string | RegExp, to: string) => {
  const text = SAMPLE.replace(from, to);
  if (text === SAMPLE) throw new Error('the sample was not changed');
  return text;
};
const lineWith = (text: string, mark: string) => text.split('\n').findIndex((line) => line.includes(mark)) + 1;

/** The sample with something put after its first heading. */
const withInside = (markdown: string) => change('## To begin\n', `## To begin\n\n${markdown}\n`);

test('the sample has no problem', () => {
  expect(parse(SAMPLE).problems).toEqual([]);
});

describe('blocks', () => {
  const { blocks } = parse(SAMPLE).lesson;
  const first = (kind: string) => blocks.find((block) => block.kind === kind);

  test('are HTML of paragraphs, lists and bold, with plain titles', () => {
    expect(first('opening')).toEqual({
      kind: 'opening',
      html: '<p>This morning, in lesson 1, somebody asks you something hard. Where do you begin?</p>',
    });
    expect(first('paragraph')?.html).toMatch(/^<p>.* This <strong>matters<\/strong>\.<\/p>$/);
    expect(first('list')?.html).toBe('<ul>\n<li>Greet</li>\n<li>Listen</li>\n<li>Name a day</li>\n</ul>');
    expect(first('term')).toEqual({
      ...{ kind: 'term', title: 'What is one-stop?' },
      html: '<p>One place that takes files and gives results.</p>',
    });
    expect(first('heading')).toEqual({ kind: 'heading', id: 'section-1', title: 'To begin', html: 'To begin' });
  });

  test('have the anchors section-1 …, example, todo and checks', () => {
    expect(blocks.flatMap((block) => (block.id ? [block.id] : []))).toEqual([
      'section-1',
      'section-2',
      'example',
      'todo',
      'checks',
    ]);
  });

  test('escape what could be read as HTML', () => {
    const { lesson, problems } = parse(change('## To begin', '## Fewer & \\<5 files'));
    expect(problems).toEqual([]);
    expect(lesson.blocks.find((block) => block.kind === 'heading')).toMatchObject({
      ...{ title: 'Fewer & <5 files', html: 'Fewer &#x26; &#x3C;5 files' },
    });
  });

  test('never hold an element or attribute beyond the five', () => {
    const tags = parse(SAMPLE).lesson.blocks.flatMap((block) => block.html.match(/<[^>]*>/g) ?? []);
    expect(new Set(tags.map((tag) => tag.replace(/[</>]/g, '')))).toEqual(new Set(['p', 'strong', 'ul', 'li']));
  });
});

describe('what may not stand in a lesson', () => {
  test.each([
    ['HTML', 'Some <b>bold</b> words', 'no HTML'],
    ['a block of HTML', '<script>alert(1)</script>', 'no HTML'],
    ['a comment', '<!-- later -->', 'no HTML'],
    ['italics', 'Some *slanted* words', 'no italics'],
    ['italics inside bold', 'Some **bold _slanted_** words', 'no italics'],
    ['an image', '![a drawing](a.png)', 'no images'],
    ['a link', 'See [the portal](https://example.org)', 'no links: write the address as text, under sources'],
    ['an address as a link', 'See <https://example.org>', 'no links: write the address as text, under sources'],
    ['code', 'The word `code`', 'no code'],
    ['an indented line', '    indented', 'no code: begin the line without spaces'],
    ['a quotation', '> quoted', 'no quotation blocks'],
    ['a rule', '---', 'no rules across the page'],
    ['a forced break', 'one\\\ntwo', 'no forced line breaks: begin a new paragraph'],
    ['a colon before a letter', 'so:this happens', 'a colon before a letter begins a command: put a space between'],
    ['a box of two colons', '::term[x]', 'two colons begin a figure: a box has three'],
    ['a box that is none', '::: term', 'three colons stand in the text: a box is :::name at the beginning of a line'],
    ['a heading of the first order', '# Title', 'only ## headings: this is #'],
    ['a heading of the third order', '### Title', 'only ## headings: this is ###'],
    ['bold in a heading', '## A **bold** one', 'a heading is plain text'],
    ['a list that begins late', '3. three\n4. four', 'a numbered list begins with 1, not 3'],
    ['a list inside a list', '- one\n  - two', 'an item of a list holds text, no list of its own'],
    [
      'an unknown box',
      ':::remark\nx\n:::',
      'there is no box named remark: known are opening, term, example, todo, check, aid, sources',
    ],
    ['a title where none is', ':::term\nx\n:::', 'the box term needs its title in brackets: :::term[…]'],
    ['an empty box', ':::term[What?]\n:::', 'the box term is empty'],
    ['braces', ':::term[What?]{.big}\nx\n:::', 'the box term takes nothing in braces'],
    ['a list in a term', ':::term[What?]\n- x\n:::', 'the box term holds paragraphs, no list'],
    [
      'a box inside a box',
      '::::term[What?]\n:::term[Who?]\nx\n:::\n::::',
      'a box inside the box term: is that one closed with :::?',
    ],
  ])('%s is told at its line', (_name, markdown, message) => {
    const text = withInside(markdown);
    const { problems } = parse(text);
    const from = lineWith(text, '## To begin') + 2;
    expect(problems.map((problem) => problem.message)).toContain(message);
    const line = problems.find((problem) => problem.message === message)?.line ?? 0;
    expect(line).toBeGreaterThanOrEqual(from);
    expect(line).toBeLessThan(from + markdown.split('\n').length);
  });

  test('a box that is not closed is told at its beginning', () => {
    const text = change(/\n:::\n*$/, '\n');
    expect(parse(text).problems).toEqual([
      { file: 'en.md', line: lineWith(text, ':::sources'), message: 'the box sources is not closed: it ends with :::' },
    ]);
  });
});

describe('a job aid', () => {
  const AID =
    ':::aid[When a file is late]\nUse it at the desk.\n\n- Say so\n- Name a day\n\nFill in:\n\n- Which file:\n- New day:\n:::\n\n';
  const withAid = (aid: string) => change(':::sources', `${aid}:::sources`);

  test('is a block of its own, whose words are not read with the lesson', () => {
    const { lesson, problems } = parse(withAid(AID));
    expect(problems).toEqual([]);
    const { lesson: without } = parse(SAMPLE);
    expect([lesson.words, lesson.minutes, lesson.floorSeconds]).toEqual([
      without.words,
      without.minutes,
      without.floorSeconds,
    ]);
    expect(lesson.blocks.at(-2)).toMatchObject({ kind: 'aid', title: 'When a file is late' });
  });

  test('marks the lists that are filled in by hand, and no other', () => {
    const { html } = parse(withAid(AID)).lesson.blocks.at(-2) ?? {};
    expect(html).toContain('<ul>\n<li>Say so</li>');
    expect(html).toContain('<ul class="fill">\n<li>Which file:</li>\n<li>New day:</li>\n</ul>');
  });

  test('fits on one page', () => {
    const text = withAid(AID.replace('Use it at the desk.', 'word '.repeat(220)));
    expect(parse(text).problems).toEqual([
      {
        ...{ file: 'en.md', line: lineWith(text, ':::aid') },
        message: 'the aid has 236 words: at most 220, so that it is one page',
      },
    ]);
  });

  test('stands once, after the checks', () => {
    const twice = withAid(`${AID}${AID}`);
    expect(parse(twice).problems.map(({ message }) => message)).toEqual(['a lesson has one aid at most: here are 2']);
    const early = change(':::todo', `${AID}:::todo`);
    expect(parse(early).problems.map(({ message }) => message)).toContain('todo stands after aid: it comes before');
  });
});

describe('the order of a lesson', () => {
  const box = (name: string) => new RegExp(`:::${name}[^]*?\\n:::\\n\\n`);
  test.each([
    ['opening', 'a lesson has one opening: here are 0'],
    ['example', 'a lesson has one example: here are 0'],
    ['todo', 'a lesson has one todo: here are 0'],
    ['check', 'a lesson has two or three checks: here are 1'],
    ['sources', 'a lesson has one sources: here are 0'],
  ])('%s may not be missing', (name, message) => {
    expect(parse(change(box(name), '')).problems).toEqual([{ file: 'en.md', line: 1, message }]);
  });

  test('a fourth check is told where it stands', () => {
    const check = (number: number) => `:::check[Number ${number}?]\nYes.\n:::\n\n`;
    const text = change(':::sources', `${check(3)}${check(4)}:::sources`);
    expect(parse(text).problems).toEqual([
      { file: 'en.md', line: lineWith(text, 'Number 4'), message: 'a lesson has two or three checks: here are 4' },
    ]);
  });

  test('prose after the boxes of the end is told', () => {
    const text = change(':::sources', 'One thing more.\n\n:::sources');
    expect(parse(text).problems).toEqual([
      {
        file: 'en.md',
        line: lineWith(text, 'One thing more.'),
        message: 'paragraph stands after check: it comes before',
      },
    ]);
  });

  test('a todo of two lists is told', () => {
    const text = change('- Ask a colleague', '- Ask a colleague\n\n1. Write it down');
    expect(parse(text).problems).toEqual([
      { file: 'en.md', line: lineWith(text, ':::todo'), message: 'the box todo holds one list' },
    ]);
  });

  test('an opening of more than sixty words is told', () => {
    const text = change('Where do you begin?', `${'word '.repeat(60)}?`);
    expect(parse(text).problems).toEqual([{ file: 'en.md', line: 1, message: 'the opening has 70 words: at most 60' }]);
  });
});

describe('the length of a lesson', () => {
  const { words } = parse(SAMPLE).lesson;
  const grow = (by: number) => change('## To go on', `${'word '.repeat(by).trim()}\n\n## To go on`);

  test('counts what a reader reads: no marks of Markdown, no names of boxes', () => {
    expect(parse(grow(7)).lesson.words).toBe(words + 7);
    expect(parse(change('- Greet', '- **Greet** – &')).lesson.words).toBe(words);
  });

  test('is 450 to 750 words in English, the ends included', () => {
    expect(parse(grow(750 - words)).problems).toEqual([]);
    expect(parse(grow(751 - words)).problems).toEqual([
      { file: 'en.md', line: 1, message: 'the lesson has 751 words: 450 to 750 are asked for' },
    ]);
  });

  test('is 600 to 1,050 words in Vietnamese', () => {
    expect(parse(grow(1050 - words), 'vi').problems).toEqual([]);
    expect(parse(grow(1051 - words), 'vi').problems[0]?.message).toBe(
      'the lesson has 1051 words: 600 to 1050 are asked for',
    );
    expect(parse(grow(599 - words), 'vi').problems[0]?.message).toBe(
      'the lesson has 599 words: 600 to 1050 are asked for',
    );
  });
});
