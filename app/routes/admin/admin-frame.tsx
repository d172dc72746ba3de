import { useLocation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Segments } from '#app/ui/wayfinding.tsx';
import { adminWords } from '#app/words/admin.ts';
import { ManageFrame } from '../manage/manage-frame.tsx';
import { useLocale } from '../site.tsx';

/** The frame of management with the three sections of administration above the page. */
export function AdminFrame({ children, before }: { children: ReactNode; before?: ReactNode }) {
  const words = adminWords(useLocale()).sections;
  const { pathname } = useLocation();
  const item = (href: string, label: string) => ({
    href,
    label,
    current: href === '/admin' ? pathname === href : pathname === href || pathname.startsWith(`${href}/`),
  });
  return (
    <ManageFrame>
      {before}
      <div className="stack-wide">
        <Segments
          label={words.label}
          items={[
            item('/admin', words.overview),
            item('/admin/people', words.people),
            item('/admin/audit', words.audit),
          ]}
        />
        <div>{children}</div>
      </div>
    </ManageFrame>
  );
}
