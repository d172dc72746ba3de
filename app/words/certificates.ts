import { formatDate, type Moment } from './format.ts';
import { wordsOf } from './locale.ts';

/** A person's own certificates. */
const vi = {
  title: 'Chứng chỉ',
  lede: 'Tải về, in ra, hoặc gửi liên kết để người khác tự kiểm tra.',
  empty: 'Chưa có chứng chỉ',
  emptyText: 'Chứng chỉ được cấp khi học hết các bài của một khóa học và đạt bài kiểm tra.',
  toCourses: 'Chọn khóa học',
  meta: (code: string, at: Moment, issuer: string) => `${code} · hoàn thành ngày ${formatDate('vi', at)} · ${issuer}`,
  preparing: 'Đang lập, xong trong vài giây',
  unprintable: 'Chưa in được bản PDF',
  unprintableText: (characters: string) =>
    `Phông chữ còn thiếu chữ ${characters}. Quản trị viên đã thấy; bản PDF sẽ tự có khi phông chữ được bổ sung. Kết quả học của bạn đã được ghi nhận.`,
  download: (size: string) => `Tải PDF (${size})`,
  verify: 'Trang kiểm tra',
  superseded: (serial: string, at: Moment) => `Đã thay bằng ${serial} ngày ${formatDate('vi', at)}`,
  revoked: (at: Moment) => `Đã thu hồi ngày ${formatDate('vi', at)}`,
  wrong: 'Tên hoặc đơn vị trên chứng chỉ chưa đúng?',
  wrongText:
    'Báo cho cán bộ phụ trách đào tạo của đơn vị, kèm căn cứ. Bản mới sẽ có số mới; bản cũ vẫn kiểm tra được và ghi rõ đã thay.',
  holder: 'Người được cấp',
  agency: 'Đơn vị',
  course: 'Khóa học',
  completedOn: 'Ngày hoàn thành',
  issuer: 'Cơ quan cấp',
  serial: 'Số chứng chỉ',
  learned: 'Thời gian học',
  minutes: (lessons: number, minutes: number) => `${lessons} bài, ${minutes} phút`,
  link: 'Liên kết kiểm tra',
  linkText: 'Ai có liên kết này đều tự kiểm tra được, không cần đăng nhập.',
};
const en = {
  title: 'Certificates',
  lede: 'Download, print, or send the link so that others can check for themselves.',
  empty: 'No certificate yet',
  emptyText: 'A certificate is issued when every lesson of a course is read and its quiz is passed.',
  toCourses: 'Choose a course',
  meta: (code: string, at: Moment, issuer: string) => `${code} · completed on ${formatDate('en', at)} · ${issuer}`,
  preparing: 'Being prepared, a few seconds',
  unprintable: 'The PDF cannot be printed yet',
  unprintableText: (characters: string) =>
    `No font has ${characters}. Administrators see this; the PDF follows by itself once a font has been added. Your completion is recorded.`,
  download: (size: string) => `Download PDF (${size})`,
  verify: 'Verification page',
  superseded: (serial: string, at: Moment) => `Replaced by ${serial} on ${formatDate('en', at)}`,
  revoked: (at: Moment) => `Revoked on ${formatDate('en', at)}`,
  wrong: 'Is the name or unit on a certificate wrong?',
  wrongText:
    'Tell the training officer of your unit, with evidence. The new one has a new number; the old one can still be checked and says that it was replaced.',
  holder: 'Holder',
  agency: 'Unit',
  course: 'Course',
  completedOn: 'Completed on',
  issuer: 'Issued by',
  serial: 'Serial number',
  learned: 'Learning time',
  minutes: (lessons: number, minutes: number) => `${lessons} lessons, ${minutes} minutes`,
  link: 'Verification link',
  linkText: 'Anyone with this link can check, without signing in.',
} satisfies typeof vi;

export const certificateWords = wordsOf({ vi, en });
