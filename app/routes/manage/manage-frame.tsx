import { useLocation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Tabs } from '#app/ui/wayfinding.tsx';
import { manageWords } from '#app/words/manage.ts';
import { Site, useSite } from '../site.tsx';

/** A menu counts no further. */
const MENU_LIMIT = 99;

/** The frame of every page of management: the site, and under its masthead the tabs that the person's grants open. */
export function ManageFrame({ children, className }: { children: ReactNode; className?: string }) {
  const { locale, manages } = useSite();
  const { pathname } = useLocation();
  const words = manageWords(locale).tabs;
  const tab = (href: string, label: string) => ({
    href,
    label,
    current: pathname === href || pathname.startsWith(`${href}/`),
  });
  const waiting = Math.min(manages.waiting, MENU_LIMIT);
  const requests = waiting > 0 ? words.waiting(words.requests, waiting, manages.waiting > MENU_LIMIT) : words.requests;
  const items = [
    ...(manages.reports ? [tab('/manage/reports', words.reports)] : []),
    ...(manages.assignments
      ? [
          tab('/manage/assignments', words.assignments),
          tab('/manage/assignees', words.assignees),
          tab('/manage/requests', requests),
        ]
      : []),
    ...(manages.administration ? [tab('/admin', words.administration)] : []),
  ];
  return (
    <Site
      width="wide"
      {...(className ? { className } : {})}
      below={
        <div className="page wide body-top">
          <Tabs label={words.label} items={items} />
        </div>
      }
    >
      {children}
    </Site>
  );
}
