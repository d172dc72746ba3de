import { describe, expect, test } from 'vitest';
import { parseFigure } from './parse-figure.ts';

const HEAD = `<title lang="vi">Ba trụ cột</title><title lang="en">Three pillars</title>
<desc lang="vi">Ba trụ cột của Cộng đồng ASEAN đứng cạnh nhau, cùng đỡ một mái.</desc>
<desc lang="en">The three pillars of the ASEAN Community stand side by side under one roof.</desc>`;
const svg = (inside: string, viewBox = '0 0 328 200', head = HEAD) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">\n${head}\n${inside}\n</svg>`;
const both = '<text lang="vi" x="8" y="20">Một</text><text lang="en" x="8" y="20">One</text>';
const told = (text: string, shape: 'tall' | 'wide' = 'tall') =>
  parseFigure('f.svg', text, shape).problems.map(({ line, message }) => `${line} ${message}`);

describe('a drawing', () => {
  test('is read in each language', () => {
    const { drawing, problems } = parseFigure(
      'f.svg',
      svg(`<g class="b">${both}<text x="8" y="40">1967</text></g>`),
      'tall',
    );
    expect(problems).toEqual([]);
    expect(drawing?.inside).toEqual({
      vi: '<g class="b"><text x="8" y="20">Một</text><text x="8" y="40">1967</text></g>',
      en: '<g class="b"><text x="8" y="20">One</text><text x="8" y="40">1967</text></g>',
    });
    expect(drawing?.alternative.en).toBe(
      'Three pillars. The three pillars of the ASEAN Community stand side by side under one roof.',
    );
  });

  test.each([
    ['no XML', '<svg><rect></svg>', /^1 this is not SVG: /],
    ['another root', '<g/>', /^1 the drawing is one svg element$/],
    ['another width', svg(both, '0 0 400 200'), /^1 the tall drawing is exactly 328 wide, not 400$/],
    [
      'a viewBox that does not begin at nothing',
      svg(both, '10 0 328 200'),
      /^1 the viewBox is written "0 0 WIDTH HEIGHT"$/,
    ],
    ['a script', svg(`${both}<script>1</script>`), /^5 a drawing has no script/],
    ['something from elsewhere', svg(`${both}<image href="https://x.example/a.png"/>`), /^5 a drawing has no image/],
    ['a handler', svg(`${both}<rect class="box" onclick="x()"/>`), /^5 rect takes no onclick/],
    ['a colour of its own', svg(`${both}<rect fill="#f00"/>`), /^5 rect takes no fill: looks come from classes$/],
    ['a class that nobody styles', svg(`${both}<rect class="pretty"/>`), /^5 there is no class pretty/],
    ['a strange language', svg('<text lang="fr" x="0" y="9">Un</text>'), /^5 lang is vi or en, not fr$/],
    [
      'a language inside a language',
      svg(`${both}<g lang="vi"><text lang="vi" x="0" y="9">Hai</text></g>`),
      /^5 a language inside a language$/,
    ],
    ['words outside a text', svg(`${both}<g>loose</g>`), /^5 words stand in a text element$/],
    [
      'Vietnamese for both languages',
      svg('<text x="0" y="9">Người</text>'),
      /^5 “Người” is Vietnamese: it needs lang="vi"/,
    ],
    ['one language alone', svg('<text lang="vi" x="0" y="9">Một</text>'), /^1 the drawing speaks vi and no en$/],
    [
      'no description',
      svg(both, undefined, HEAD.replace(/<desc lang="vi">.*\n/, '')),
      /^1 the drawing needs one desc in vi/,
    ],
    [
      'an empty description',
      svg(both, undefined, HEAD.replace(/(<desc lang="vi">).*(<\/desc>)/, '$1Ba.$2')),
      /^1 the vi description tells too little/,
    ],
  ])('with %s is refused', (_name, text, message) => {
    expect(told(text)).toEqual([expect.stringMatching(message)]);
  });

  test('that is wide has another width', () => {
    expect(told(svg(both, '0 0 600 200'), 'wide')).toEqual([]);
    expect(told(svg(both), 'wide')).toEqual(['1 the wide drawing is 560 to 620 wide, not 328']);
  });
});
