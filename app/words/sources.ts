import { formatDate, type Moment } from './format.ts';
import type { Bilingual, Locale } from './locale.ts';

type Citation = {
  kind: 'law' | 'resolution' | 'decree' | 'decision' | 'asean' | 'page';
  number: string | null;
  title: Bilingual;
  issuer: Bilingual;
  date: string | null;
};
type CitedSource = Citation & {
  inForceTo: string | null;
  amendedBy: Citation[];
  replacedBy: Citation | null;
  url: string | null;
  host: 'gazette' | 'portal' | 'issuer' | 'copy' | null;
  checkedOn: string | null;
  awaitsGazette: boolean;
};

const KINDS = {
  vi: { law: 'Luật', resolution: 'Nghị quyết', decree: 'Nghị định', decision: 'Quyết định' },
  en: { law: 'Law', resolution: 'Resolution', decree: 'Decree', decision: 'Decision' },
};

/** Number first, as documents are cited: “Nghị định số 335/2025/NĐ-CP”; what has no number is named by its title. */
function nameOf(locale: Locale, { kind, number, title }: Citation): string {
  if (number === null || kind === 'asean' || kind === 'page') return title[locale];
  return locale === 'vi' ? `${KINDS.vi[kind]} số ${number}` : `${KINDS.en[kind]} No. ${number}`;
}

const vi = {
  heading: 'Mở văn bản',
  notice:
    'Mỗi liên kết mở trang của một cơ quan khác trong thẻ mới của trình duyệt. Trúc không phụ trách nội dung các trang đó.',
  date: (date: Moment, issuer: string) => `ngày ${formatDate('vi', date)} của ${issuer}`,
  hosts: {
    gazette: 'Công báo, thẻ mới',
    portal: 'cổng thông tin nhà nước, thẻ mới',
    issuer: 'trang của cơ quan ban hành, thẻ mới',
    copy: 'bản sao, thẻ mới',
  },
  copy: 'Bản sao trên trang khác; khi viện dẫn, đối chiếu với Công báo.',
  checked: (on: Moment) => `Kiểm tra ngày ${formatDate('vi', on)}.`,
  awaits: 'Chờ đối chiếu công báo.',
  nowhere: 'Chưa tìm thấy trang chính thức: tra theo số và ngày.',
  amended: (by: string) => `Được sửa đổi bởi ${by}.`,
  replaced: (by: string) => `Đã được thay thế bởi ${by}.`,
  ended: (on: Moment) => `Hết hiệu lực ngày ${formatDate('vi', on)}.`,
};

const en: typeof vi = {
  heading: 'Open the documents',
  notice: 'Each link opens a page of another body in a new browser tab. Trúc does not answer for what those pages say.',
  date: (date: Moment, issuer: string) => `of ${formatDate('en', date)}, ${issuer}`,
  hosts: {
    gazette: 'Official Gazette, new tab',
    portal: 'a state portal, new tab',
    issuer: 'the issuer’s own page, new tab',
    copy: 'a copy, new tab',
  },
  copy: 'A copy on another site: compare it with the Official Gazette before you cite it.',
  checked: (on: Moment) => `Checked on ${formatDate('en', on)}.`,
  awaits: 'Not yet compared with the Official Gazette.',
  nowhere: 'No official page was found: look it up by number and date.',
  amended: (by: string) => `Amended by ${by}.`,
  replaced: (by: string) => `Replaced by ${by}.`,
  ended: (on: Moment) => `In force until ${formatDate('en', on)}.`,
};

const WORDS = { vi, en };

/** What is said of a document: how it is cited, what stands beside it, and whose page the link opens. */
export function describeSource(locale: Locale, source: CitedSource) {
  const words = WORDS[locale];
  const dated = (each: Citation) => `${nameOf(locale, each)}${each.date ? ` (${formatDate(locale, each.date)})` : ''}`;
  const name = nameOf(locale, source);
  return {
    name,
    when: source.date ? words.date(source.date, source.issuer[locale]) : source.issuer[locale],
    /** Where the name is a number, what it is about. */
    about: name === source.title[locale] ? null : source.title[locale],
    warning: source.replacedBy
      ? words.replaced(dated(source.replacedBy))
      : source.inForceTo
        ? words.ended(source.inForceTo)
        : null,
    remarks: [
      source.amendedBy.length > 0 ? words.amended(source.amendedBy.map(dated).join('; ')) : null,
      source.awaitsGazette ? words.awaits : source.url === null ? words.nowhere : null,
      source.host === 'copy' ? words.copy : null,
      source.checkedOn ? words.checked(source.checkedOn) : null,
    ].filter((remark) => remark !== null),
    host: source.host && words.hosts[source.host],
  };
}

export const sourceWords = (locale: Locale) => WORDS[locale];
