import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { locales } from '#app/words/locale.ts';
import { Gallery } from './gallery.tsx';

it.each(locales)(
  'every component renders in %s, with unique ids, no style attribute and every name it refers to',
  (locale) => {
    const html = renderToStaticMarkup(createElement(Gallery, { locale }));
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(html).not.toMatch(/ style=/);
    const named = [...html.matchAll(/ (?:aria-describedby|aria-labelledby|for)="([^"]+)"/g)].flatMap((match) =>
      match[1]?.split(' '),
    );
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  },
);
