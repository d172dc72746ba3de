import { formatCount, formatDateTime, formatNumber, type Moment } from './format.ts';
import { wordsOf } from './locale.ts';

/** How the numbers of a report are counted. */
const vi = {
  title: 'Con số này tính thế nào',
  summary: 'Cách tính từng cột',
  terms: {
    registered: 'Người có vị trí công tác chính hiện nay ở đơn vị này hoặc đơn vị bên dưới. Mỗi người đếm một lần.',
    assigned: 'Người được giao khóa học và không được miễn.',
    started: 'Người được giao đã vào học.',
    completed: 'Người được giao có kết quả đạt còn hiệu lực.',
    overdue: 'Người được giao chưa hoàn thành khi hạn đã qua.',
    completedUnassigned: 'Người có kết quả đạt mà không được giao. Cột này không nằm trong tỷ lệ.',
    withdrawnOverdue:
      'Người được bỏ giao sau khi đã quá hạn (kể cả khi hạn đã được đổi), từ đó không được giao lại và chưa hoàn thành. Họ không còn nằm trong tỷ lệ, nên được đếm riêng; lý do được lưu.',
    rate: 'Đã hoàn thành chia cho được giao, cắt xuống một chữ số thập phân, không bao giờ quá 100%. Khi số được giao dưới 10, chỉ in số người.',
  },
  assignments:
    'Khi xem mọi khóa học, mỗi khóa giao cho một người là một lượt: một người được giao hai khóa là hai lượt.',
  own: 'Đơn vị trên bằng đúng tổng các đơn vị dưới cộng người làm việc ngay tại cơ quan ấy.',
  recount: 'Đếm lại gần nhất',
  recounted: (at: Moment, compared: number, differences: number) =>
    `${formatDateTime('vi', at)}: đếm lại từ sổ gốc ${formatNumber('vi', compared)} con số của toàn hệ thống, ${
      differences === 0
        ? 'không có chênh lệch.'
        : `có ${formatNumber('vi', differences)} chênh lệch, đang được xem lại.`
    }`,
  neverRecounted: 'Chưa đếm lại lần nào. Mỗi đêm hệ thống đếm lại từ sổ gốc một lần.',
  source: 'Nguồn: sổ kết quả Trúc.',
};

const en = {
  title: 'How these figures are counted',
  summary: 'What each column counts',
  terms: {
    registered: 'People whose main post is now in this unit or one below it. Each person counts once.',
    assigned: 'People who were assigned the course and are not waived.',
    started: 'People assigned who have begun the course.',
    completed: 'People assigned whose result is a pass that is still valid.',
    overdue: 'People assigned who have not completed it although the due date has passed.',
    completedUnassigned: 'People with a valid pass who were not assigned the course. They are not in the rate.',
    withdrawnOverdue:
      'People whose assignment was withdrawn after it had been overdue, even if its date was moved first, and who have neither been assigned it again nor completed it. They are no longer in the rate, so they are counted here; the reason is kept.',
    rate: 'Completed divided by assigned, cut down to one decimal, never above 100%. When fewer than 10 are assigned, only the counts are printed.',
  },
  assignments:
    'Over all courses, one course assigned to one person is one assignment: a person with two courses counts as two.',
  own: 'A unit is exactly the sum of the units below it and of those who work in that agency itself.',
  recount: 'Last recount',
  recounted: (at: Moment, compared: number, differences: number) =>
    `${formatDateTime('en', at)}: ${formatCount('en', compared, 'figure', 'figures')} of the whole system counted again from the register, ${
      differences === 0
        ? 'no difference.'
        : `${formatCount('en', differences, 'difference', 'differences')}, being looked into.`
    }`,
  neverRecounted: 'Not recounted yet. Every night all is counted once more from the register.',
  source: 'Source: the Trúc register.',
} satisfies typeof vi;

export const reportTermsWords = wordsOf({ vi, en });
