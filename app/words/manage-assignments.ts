import { formatDate, formatNumber, type Moment } from './format.ts';
import { wordsOf } from './locale.ts';

/** The list of assignments made. */
const vi = {
  changed: (course: string, number: number, at: Date | string) =>
    `${course}: bản ${number} từ ngày ${formatDate('vi', at)}`,
  changedText: (note: string) =>
    `${note}${note ? '. ' : ''}Ai đã bắt đầu thì học hết bản đã bắt đầu hoặc tự chuyển sang bản mới; ai bắt đầu từ nay thì học bản mới.`,
  title: 'Giao học',
  lede: 'Các lần giao trong phạm vi của bạn, lần mới nhất ở trên.',
  make: 'Giao một khóa học',
  caption: 'Các lần giao học',
  course: 'Khóa học',
  audience: 'Cho ai',
  due: 'Hạn',
  assigned: 'Đã giao',
  state: 'Tình trạng',
  made: 'Giao lúc',
  by: (at: Moment, name: string) => `${formatDate('vi', at)}, ${name}`,
  phases: {
    assigning: (done: number, all: number) => `Đang giao ${formatNumber('vi', done)} trên ${formatNumber('vi', all)}`,
    'moving-due': () => 'Đang đổi hạn',
    assigned: () => 'Đã giao',
    cancelling: (done: number, all: number) =>
      `Đang bỏ giao ${formatNumber('vi', done)} trên ${formatNumber('vi', all)}`,
    cancelled: () => 'Đã bỏ giao',
    halted: () => 'Đang dừng',
  },
  perPage: '25 lần giao mỗi trang, mới nhất trước',
  empty: 'Chưa có lần giao nào',
  emptyText: 'Chọn một khóa học, chọn người, xem trước rồi giao. Chưa ai nhận được gì cho đến khi bạn giao.',
};

const en = {
  changed: (course: string, number: number, at: Date | string) =>
    `${course}: edition ${number} since ${formatDate('en', at)}`,
  changedText: (note: string) =>
    `${note}${note ? '. ' : ''}Those who had begun finish the edition that they began or change to the new one; those who begin now read the new one.`,
  title: 'Assignments',
  lede: 'What was assigned within your units, the newest first.',
  make: 'Assign a course',
  caption: 'Assignments made',
  course: 'Course',
  audience: 'To whom',
  due: 'Due',
  assigned: 'Assigned',
  state: 'State',
  made: 'Made on',
  by: (at: Moment, name: string) => `${formatDate('en', at)}, ${name}`,
  phases: {
    assigning: (done: number, all: number) => `Assigning ${formatNumber('en', done)} of ${formatNumber('en', all)}`,
    'moving-due': () => 'Changing the due date',
    assigned: () => 'Assigned',
    cancelling: (done: number, all: number) => `Un-assigning ${formatNumber('en', done)} of ${formatNumber('en', all)}`,
    cancelled: () => 'Un-assigned',
    halted: () => 'Stands still',
  },
  perPage: '25 assignments a page, the newest first',
  empty: 'Nothing has been assigned yet',
  emptyText: 'Choose a course, choose people, preview, then assign. Nobody receives anything until you assign.',
} satisfies typeof vi;

export const manageAssignmentsWords = wordsOf({ vi, en });
