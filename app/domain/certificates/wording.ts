import type { Statement } from './statement.ts';

export type Bilingual = { vi: string; en: string };

/** Every text of the printed certificate, Vietnamese first. The renderer places these and adds no words of its own. */
export type Wording = {
  documentTitle: string;
  state: Bilingual & { motto: string };
  issuer: Bilingual & { heading: string };
  title: Bilingual;
  certifies: Bilingual;
  holder: string;
  holderAgency: Bilingual;
  completed: Bilingual;
  course: Bilingual;
  facts: Bilingual;
  serialLabel: Bilingual;
  serial: string;
  lookUp: Bilingual;
  address: string;
  qrAlternative: string;
  linkAlternative: string;
  placeAndDate: Bilingual;
  issuedBy: Bilingual;
};

export function wordCertificate(statement: Statement): Wording {
  const { course, issuer, place, serial } = statement;
  const date = writtenDate(statement.completedOn);
  const title: Bilingual = { vi: 'Chứng chỉ hoàn thành khóa học', en: 'Certificate of completion' };
  return {
    documentTitle: `${title.vi}: ${course.title.vi} – ${statement.holderName} – ${serial}`,
    state: {
      vi: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      motto: 'Độc lập - Tự do - Hạnh phúc',
      en: 'Socialist Republic of Viet Nam · Independence - Freedom - Happiness',
    },
    issuer: { ...issuer, heading: issuer.vi.toLocaleUpperCase('vi') },
    title,
    certifies: { vi: 'Chứng nhận', en: 'This is to certify that' },
    holder: statement.holderName,
    holderAgency: statement.holderAgency,
    completed: { vi: 'đã hoàn thành khóa học', en: 'has completed the course' },
    course: course.title,
    facts: {
      vi: `Khóa ${course.code} · ${course.lessons.toLocaleString('vi')} bài, ${course.minutes.toLocaleString('vi')} phút · bài kiểm tra cuối khóa: đạt`,
      en: `Course ${course.code} · ${counted(course.lessons, 'lesson')}, ${counted(course.minutes, 'minute')} · final assessment passed`,
    },
    serialLabel: { vi: 'Số chứng chỉ', en: 'Certificate number' },
    serial,
    lookUp: { vi: 'Quét mã hoặc nhập số để kiểm tra tại', en: 'Scan the code or enter the number to verify' },
    address: printedAddress(statement.verifyUrl),
    qrAlternative: `Mã QR dẫn tới trang kiểm tra chứng chỉ: ${statement.verifyUrl}`,
    linkAlternative: `Mở trang kiểm tra chứng chỉ ${serial}`,
    placeAndDate: { vi: `${place.vi}, ${date.vi}`, en: `${place.en}, ${date.en}` },
    issuedBy: { vi: 'Cơ quan cấp chứng chỉ', en: 'Issuing agency' },
  };
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Decree 30/2020 writes days under 10 and the months 1 and 2 with a leading zero, so that no digit can be added. */
export function writtenDate(day: string): Bilingual {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return {
    vi: `ngày ${String(date).padStart(2, '0')} tháng ${month <= 2 ? `0${month}` : month} năm ${year}`,
    en: `${date} ${MONTHS[month - 1]} ${year}`,
  };
}

/** The address as a person copies it from paper: no scheme, and the serial is printed beside it. */
function printedAddress(verifyUrl: string): string {
  return verifyUrl.replace(/^https?:\/\//, '').replace(/\/[^/]*$/, '');
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
}
