/** Paths on a 24 px grid, drawn inline: only the icons of a page travel with it, and repeats compress to nothing. */
const PATHS = {
  alert: 'M12 3.5L22 20.5H2zM12 10v4.5M12 17.6v.1',
  ban: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M5.8 5.8l12.4 12.4',
  check: 'M4.5 12.5l5 5L19.5 7',
  clock: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 7v5.5l3.5 2',
  'arrow-down': 'M12 5v13M6 12l6 6 6-6',
  'arrow-up': 'M12 19V6M6 12l6-6 6 6',
  desk: 'M3 5h18v11H3zM9 20h6M12 16v4',
  phone: 'M8.5 3h7q1.5 0 1.5 1.5v15q0 1.5-1.5 1.5h-7Q7 21 7 19.5v-15Q7 3 8.5 3zM11 17.5h2',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  flag: 'M6 21V4h12l-3 4.5 3 4.5H6',
  info: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 11v5.5M12 7.6v.1',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  lock: 'M6 11h12q1 0 1 1v7.5q0 1-1 1H6q-1 0-1-1V12q0-1 1-1zM8 11V8a4 4 0 0 1 8 0v3',
  mail: 'M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5',
  minus: 'M5 12h14',
  plus: 'M12 5v14M5 12h14',
  off: 'M3 3l18 18M8.5 16.2a5 5 0 0 1 7 0M5 12.6a10 10 0 0 1 4.6-2.6M19 12.6a10 10 0 0 0-5.2-2.8M12 19.6v.1',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  ring: 'M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0',
  half: 'M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0',
  search: 'M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.5 15.5L21 21',
  sync: 'M20 11a8 8 0 0 0-14.5-3.5L4 9M4 4v5h5M4 13a8 8 0 0 0 14.5 3.5L20 15M20 20v-5h-5',
  user: 'M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4 21c0-4.4 3.6-7 8-7s8 2.6 8 7',
  x: 'M6 6l12 12M18 6L6 18',
} as const;

export type IconName = keyof typeof PATHS;

/** An icon never stands without its word, but for close and sort: it is hidden from readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
      {name === 'half' ? <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" /> : null}
    </svg>
  );
}
