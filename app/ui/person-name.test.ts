import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Naming, PersonName } from './person-name.tsx';

describe('a person’s name on a page', () => {
  it('is isolated from the words around it', () => {
    expect(renderToStaticMarkup(createElement(PersonName, null, 'مريم'))).toBe('<bdi>مريم</bdi>');
  });

  it('is isolated within a sentence, wherever it stands', () => {
    const said = (name: string, sentence: string) =>
      renderToStaticMarkup(createElement(Naming, { name } as { name: string; children: string }, sentence));
    expect(said('Y Blŭ', 'Cấp cho Y Blŭ ngày 1.')).toBe('Cấp cho <bdi>Y Blŭ</bdi> ngày 1.');
    expect(said('An', 'An')).toBe('<bdi>An</bdi>');
    expect(said('', 'Cấp ngày 1.')).toBe('Cấp ngày 1.');
    expect(said('Lan', 'Cấp ngày 1.')).toBe('Cấp ngày 1.');
  });
});
