import { formatCount, formatNumber } from './format.ts';
import { wordsOf } from './locale.ts';

/** The table of the units below. */
const vi = {
  title: 'Từng đơn vị trực tiếp bên dưới',
  note: 'Tỷ lệ hoàn thành trên số được giao, gồm cả các đơn vị bên dưới nữa; xếp từ cao xuống thấp. Ô càng khác màu nền, tỷ lệ càng cao. Dưới 10 người chỉ in số người.',
  noteCourse: 'Gồm cả các đơn vị bên dưới nữa; xếp theo tỷ lệ từ cao xuống thấp. Dưới 10 người chỉ in số người.',
  caption: (agency: string) => `Tỷ lệ hoàn thành theo đơn vị và khóa học, ${agency}`,
  captionCourse: (agency: string, course: string) => `Khóa ${course} theo đơn vị, ${agency}`,
  none: 'Không có đơn vị nào bên dưới',
  noneText: 'Đây là đơn vị cuối của cây tổ chức. Tên từng người có trong tệp CSV theo người.',
  find: 'Tìm trong các đơn vị này',
  pages: 'Các trang đơn vị',
  rows: (first: number, last: number, count: number) =>
    `Hàng ${formatNumber('vi', first)}–${formatNumber('vi', last)} trong ${formatNumber('vi', count)}`,
  found: (found: number, count: number, query: string) =>
    found === 0
      ? `Không có đơn vị nào có “${query}” trong ${formatCount('vi', count, 'đơn vị')}.`
      : `${formatNumber('vi', found)} trong ${formatCount('vi', count, 'đơn vị')} có “${query}”.`,
  all: 'Xem mọi đơn vị',
  others: (n: number) => `${formatCount('vi', n, 'đơn vị')} khác, không có trong trang này`,
  adds: 'Các đơn vị không có trong trang này được gộp vào một hàng, nên dòng cộng luôn tính đủ.',
  scale: 'Thang màu',
  steps: ['dưới 20%', '20–39%', '40–59%', '60–79%', 'từ 80%'],
};

const en = {
  title: 'Units directly below',
  note: 'Completed of those assigned, with everything further below; highest first. The more a cell stands out from the page, the higher its rate. Under 10 people only the counts are printed.',
  noteCourse: 'With everything further below; highest rate first. Under 10 people only the counts are printed.',
  caption: (agency: string) => `Completion rate by unit and course, ${agency}`,
  captionCourse: (agency: string, course: string) => `Course ${course} by unit, ${agency}`,
  none: 'There is no unit below',
  noneText: 'This is the last unit of the tree. The names are in the CSV file of people.',
  find: 'Find among these units',
  pages: 'Pages of units',
  rows: (first: number, last: number, count: number) =>
    `Rows ${formatNumber('en', first)}–${formatNumber('en', last)} of ${formatNumber('en', count)}`,
  found: (found: number, count: number, query: string) =>
    found === 0
      ? `None of ${formatCount('en', count, 'unit', 'units')} has “${query}”.`
      : `${formatNumber('en', found)} of ${formatCount('en', count, 'unit', 'units')} with “${query}”.`,
  all: 'Show all units',
  others: (n: number) => `${formatCount('en', n, 'other unit', 'other units')}, not on this page`,
  adds: 'The units that are not on this page are added up in one row, so that the total is always complete.',
  scale: 'Scale of colours',
  steps: ['under 20%', '20–39%', '40–59%', '60–79%', '80% and up'],
} satisfies typeof vi;

export const reportUnitsWords = wordsOf({ vi, en });
