import type { ReactNode } from 'react';
import type { Locale } from '#app/words/locale.ts';

/** The longest name with the highest marks that a line must hold. */
export const TORTURE = 'Đề án ƯỚC NGUYỆN của Nguyễn Thị Lệ Quỳnh Ngọc Diễm, Ủy ban nhân dân phường Điện Biên Phủ';
export const NOW = '2026-11-18T13:11:07Z';

export type Part = { locale: Locale; say: (vi: string, en: string) => string };

export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="section" id={id} aria-labelledby={`${id}-h`}>
      <h2 id={`${id}-h`}>{title}</h2>
      {children}
    </section>
  );
}
