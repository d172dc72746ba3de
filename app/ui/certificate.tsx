import type { ReactNode } from 'react';
import { Heading, type HeadingLevel } from './note.tsx';

/** A certificate as small as a stamp: enough to know it by, nothing to read. It stays light in every theme. */
export function CertificateThumb() {
  return (
    <svg className="thumb" viewBox="0 0 297 210" aria-hidden="true">
      <path fill="#1B5E3F" d="M8 12h281v4H8zM8 194h281v4H8zM12 8h4v194h-4zM281 8h4v194h-4zM78 55h141v11H78z" />
      <path fill="#777B70" d="M98 92h101v9H98zM68 122h161v6H68z" />
      <path fill="#9C231B" d="M150 160h24v24h-24z" />
      <path fill="#1B231F" d="M30 160h24v24H30z" />
      <path fill="#DDD6C6" d="M190 164h74v4h-74zM196 176h62v3h-62z" />
    </svg>
  );
}

type StripProps = {
  title: ReactNode;
  meta: ReactNode;
  serial: string;
  status: ReactNode;
  actions: ReactNode;
  level?: HeadingLevel;
};

/** One certificate in a list: `<ul className="plainlist">` of these. */
export function CertificateStrip({ title, meta, serial, status, actions, level = 2 }: StripProps) {
  return (
    <li className="strip">
      <CertificateThumb />
      <div>
        <Heading level={level}>{title}</Heading>
        <p className="meta muted small">{meta}</p>
        <p>
          <Serial>{serial}</Serial>
        </p>
        {status}
      </div>
      <div className="acts">{actions}</div>
    </li>
  );
}

/** Four groups of four, on digits of one width. */
export function Serial({ children }: { children: string }) {
  return <span className="serial">{children}</span>;
}
