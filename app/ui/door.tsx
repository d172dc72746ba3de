import type { ReactNode } from 'react';
import type { Locale } from '#app/words/locale.ts';
import { Brand } from './masthead.tsx';

/** The grove stands at the door only. Its greens do not follow the theme: it is a picture. */
const GROVE: readonly (readonly [fill: string, path: string])[] = [
  [
    '#1B5940',
    'M40 -94h26v173h-26zM40 85h26v175h-26zM40 266h26v186h-26zM40 458h26v177h-26zM40 641h26v165h-26zM40 812h26v164h-26z',
  ],
  [
    '#184F39',
    'M108 -139h14v180h-14zM108 47h14v185h-14zM108 238h14v184h-14zM108 428h14v190h-14zM108 624h14v170h-14zM108 800h14v168h-14z',
  ],
  [
    '#216A4B',
    'M176 -94h34v142h-34zM176 54h34v140h-34zM176 200h34v155h-34zM176 361h34v163h-34zM176 530h34v166h-34zM176 702h34v160h-34zM176 868h34v158h-34z',
  ],
  [
    '#1B5940',
    'M262 -42h18v164h-18zM262 128h18v170h-18zM262 304h18v173h-18zM262 483h18v169h-18zM262 658h18v170h-18zM262 834h18v155h-18z',
  ],
  [
    '#1F6447',
    'M330 -116h40v127h-40zM330 17h40v117h-40zM330 140h40v103h-40zM330 249h40v102h-40zM330 357h40v102h-40zM330 465h40v107h-40zM330 578h40v129h-40zM330 713h40v108h-40zM330 827h40v120h-40z',
  ],
  [
    '#2A7856',
    'M430 -40h22v169h-22zM430 135h22v173h-22zM430 314h22v177h-22zM430 497h22v185h-22zM430 688h22v165h-22zM430 859h22v175h-22z',
  ],
  [
    '#1B5940',
    'M506 -66h30v152h-30zM506 92h30v137h-30zM506 235h30v158h-30zM506 399h30v139h-30zM506 544h30v151h-30zM506 701h30v157h-30zM506 864h30v145h-30z',
  ],
  [
    '#216A4B',
    'M580 -89h16v196h-16zM580 113h16v172h-16zM580 291h16v192h-16zM580 489h16v178h-16zM580 673h16v180h-16zM580 859h16v194h-16z',
  ],
  [
    '#184F39',
    'M640 -66h36v174h-36zM640 114h36v165h-36zM640 285h36v167h-36zM640 458h36v183h-36zM640 647h36v189h-36zM640 842h36v168h-36z',
  ],
  [
    '#3B8D67',
    'M452 318C486.8 328.9 546.7 321 602 300C543.3 292.7 483.2 299.1 452 318zM452 326C474.3 351.7 525.8 372.6 580 380C536.9 346.4 486 324.1 452 326zM452 326C452.3 359.3 477.8 406.9 514 446C503.1 393.9 479 345.5 452 326zM362 560C405.5 573.7 480.4 563.7 549.5 537.5C476.1 528.4 401 536.4 362 560zM362 568C389.7 600.5 454.1 627.4 522 637.5C468.3 594.8 404.7 566.1 362 568zM362 568C362.3 610 394.2 670.3 439.5 720C425.9 654.1 395.8 592.9 362 568zM206 214C235.6 223.3 286.5 216.5 333.5 198.7C283.6 192.5 232.5 198 206 214zM206 222C225.1 243.6 268.9 260.9 314.8 266.7C278.1 238.5 234.8 220 206 222zM206 222C206.3 250.1 227.9 290.1 258.7 322.8C249.4 278.9 228.9 238.3 206 222z',
  ],
];

type DoorProps = {
  locale: Locale;
  home?: string;
  /** The language switch. */
  tools?: ReactNode;
  children: ReactNode;
};

/** The inside of the sign-in page, for `<PageShell width="bare" className="door">`: the grove and, beside it, the form. */
export function Door({ locale, home, tools, children }: DoorProps) {
  return (
    <>
      <div className="art">
        <svg viewBox="0 0 700 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          {GROVE.map(([fill, path]) => (
            <path key={path} fill={fill} d={path} />
          ))}
        </svg>
      </div>
      <div className="in">
        <div className="row apart">
          <Brand locale={locale} href={home} />
          {tools}
        </div>
        {children}
      </div>
    </>
  );
}
