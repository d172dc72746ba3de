import { formatDate, type Moment } from './format.ts';
import { wordsOf } from './locale.ts';

/** Pages to use at the desk, printed or on the screen. */
const vi = {
  title: 'Phiếu dùng tại bàn làm việc',
  lede: 'Mỗi phiếu một trang, để in ra hoặc mở khi làm việc. Không tính điểm, không nộp cho ai.',
  none: 'Bản của khóa học mà bạn đang học chưa có phiếu nào',
  noneText: 'Phiếu đi cùng bản nội dung của khóa học.',
  after: 'Để dùng điều vừa học:',
  toCourse: 'Về khóa học',
  of: (code: string) => `Theo bài ${code}`,
  over: (code: string) => `Phiếu dùng tại bàn làm việc · theo bài ${code}`,
  toLesson: (code: string) => `Đọc lại bài ${code}`,
  print: 'In phiếu này',
  basis: 'Căn cứ',
  asOf: (at: Moment) => `Nội dung cập nhật đến ${formatDate('vi', at)}.`,
  printed: (at: Moment) =>
    `In ngày ${formatDate('vi', at)}. Văn bản có thể đã thay đổi: xem lại trên Trúc trước khi dùng.`,
};

const en = {
  title: 'Job aids',
  lede: 'One page each, to print or to open while you work. Nothing is graded, nothing is handed in.',
  none: 'The edition of the course that you follow has no job aid yet',
  noneText: 'Job aids come with the edition of a course.',
  after: 'To use what you have learnt:',
  toCourse: 'Back to the course',
  of: (code: string) => `From lesson ${code}`,
  over: (code: string) => `Job aid · from lesson ${code}`,
  toLesson: (code: string) => `Read lesson ${code} again`,
  print: 'Print this page',
  basis: 'Rests on',
  asOf: (at: Moment) => `As of ${formatDate('en', at)}.`,
  printed: (at: Moment) =>
    `Printed on ${formatDate('en', at)}. Documents may have changed: look at Trúc again before you use it.`,
};

export const jobAidWords = wordsOf({ vi, en });
