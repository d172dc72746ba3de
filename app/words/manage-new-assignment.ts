import {
  formatCount,
  formatDate,
  formatDateTime,
  formatDays,
  formatMinutes,
  formatNumber,
  formatPeople,
  type Moment,
} from './format.ts';
import { wordsOf } from './locale.ts';

/** The first and the third step of an assignment: which course, and the preview of the change. */
const vi = {
  course: {
    title: 'Giao khóa học nào?',
    meta: (lessons: number, minutes: number) =>
      `${formatCount('vi', lessons, 'bài')}, khoảng ${formatMinutes('vi', minutes)}`,
    next: 'Chọn người',
    back: 'Về các lần giao',
    empty: 'Chưa có khóa học nào được công bố',
    emptyText: 'Khóa học giao được ngay khi được công bố.',
    failed: 'Chưa sang được bước chọn người',
    missing: 'Chọn một khóa học',
  },
  preview: {
    step: 'Xem trước',
    title: (adds: number, held: number, completed: number) =>
      [
        adds > 0 ? `Thêm ${formatPeople('vi', adds)}` : 'Không thêm ai',
        ...(held > 0 ? [`${formatNumber('vi', held)} đã được giao`] : []),
        ...(completed > 0 ? [`${formatNumber('vi', completed)} đã đạt`] : []),
      ].join(', '),
    lede: (course: string, due: Moment, audience: string, total: number) =>
      `${course}. Hạn ${formatDate('vi', due, { weekday: true })}. ${audience}: ${formatPeople('vi', total)}.`,
    adds: 'Thêm',
    addsNone: 'Không ai có thêm việc học.',
    addsText: (learn: number, completed: number) =>
      completed > 0
        ? `${formatPeople('vi', learn)} phải học và thấy thông báo. ${formatPeople('vi', completed)} đã đạt, không phải học lại.`
        : `${formatPeople('vi', learn)} phải học và thấy thông báo.`,
    held: 'Giữ nguyên',
    heldText: 'Khóa này đã được giao từ trước. Hạn cũ vẫn giữ.',
    heldNone: 'Chưa ai được giao khóa này.',
    completed: 'Đã đạt',
    completedText: 'Được tính là đã đạt ngay, theo ngày đã hoàn thành.',
    completedNone: 'Chưa ai tự học xong khóa này.',
    byUnit: 'Thay đổi theo đơn vị',
    byUnits: (n: number) => `Thay đổi theo ${formatCount('vi', n, 'đơn vị')}`,
    unit: 'Đơn vị',
    own: (name: string) => `${name} (người của chính đơn vị)`,
    others: (n: number) => `${formatCount('vi', n, 'đơn vị')} khác, mỗi nơi thêm ít người hơn`,
    all: 'Tất cả',
    sum: 'Cộng',
    first: (n: number, all: number) =>
      n < all
        ? `${formatPeople('vi', n)} đầu theo tên, trong ${formatPeople('vi', all)}`
        : `${formatPeople('vi', n)}, theo tên`,
    name: 'Họ và tên',
    afterwards: 'Sau khi giao',
    states: { adds: 'Thêm', held: 'Giữ nguyên', completed: 'Đã đạt' },
    soon: (days: number) => `Hạn còn ${formatDays('vi', days)}`,
    soonText: (people: number, days: number, minutes: number) =>
      `${formatPeople('vi', people)} mới được giao chỉ có ${formatDays('vi', days)} để học khoảng ${formatMinutes('vi', minutes)}.`,
    changeDue: 'Đổi hạn',
    note: 'Ghi chú',
    noteHint: 'Ví dụ số và ngày của văn bản. Người được giao đọc được. Nhiều nhất 500 ký tự.',
    noteLong: (n: number) => `Ghi chú dài ${formatNumber('vi', n)} ký tự. Rút còn 500`,
    failed: 'Chưa giao được',
    assign: (n: number) => `Giao cho ${formatPeople('vi', n)}`,
    assigning: 'Đang giao',
    edit: 'Sửa nhóm người',
    countedAt: (at: Moment) =>
      `Danh sách được tính lúc ${formatDateTime('vi', at)}. Nếu nhân sự đổi trước khi bạn giao, bạn sẽ xem trước lại.`,
    changed: 'Số người vừa đổi',
    changedText: 'Chưa ai được giao. Xem lại các số mới bên dưới rồi giao.',
    nobody: 'Không có ai để giao thêm',
    nobodyText: 'Mọi người trong nhóm này đã được giao khóa học từ trước, hoặc nhóm không có ai đang làm việc.',
  },
};

const en = {
  course: {
    title: 'Which course to assign?',
    meta: (lessons: number, minutes: number) =>
      `${formatCount('en', lessons, 'lesson', 'lessons')}, about ${formatMinutes('en', minutes)}`,
    next: 'Choose people',
    back: 'Back to assignments',
    empty: 'No course has been published yet',
    emptyText: 'A course can be assigned as soon as it is published.',
    failed: 'People cannot be chosen yet',
    missing: 'Choose a course',
  },
  preview: {
    step: 'Preview',
    title: (adds: number, held: number, completed: number) =>
      [
        adds > 0 ? `${formatPeople('en', adds)} added` : 'Nobody added',
        ...(held > 0 ? [`${formatNumber('en', held)} assigned before`] : []),
        ...(completed > 0 ? [`${formatNumber('en', completed)} passed already`] : []),
      ].join(', '),
    lede: (course: string, due: Moment, audience: string, total: number) =>
      `${course}. Due ${formatDate('en', due, { weekday: true })}. ${audience}: ${formatPeople('en', total)}.`,
    adds: 'Added',
    addsNone: 'Nobody gets anything more to learn.',
    addsText: (learn: number, completed: number) =>
      completed > 0
        ? `${formatPeople('en', learn)} must learn and will see a notice. ${formatPeople('en', completed)} passed already and need not learn again.`
        : `${formatPeople('en', learn)} must learn and will see a notice.`,
    held: 'Unchanged',
    heldText: 'This course was assigned to them before. The old due date stays.',
    heldNone: 'Nobody has this course assigned yet.',
    completed: 'Passed already',
    completedText: 'Count as passed at once, on the day they completed it.',
    completedNone: 'Nobody has completed this course on their own.',
    byUnit: 'Change by unit',
    byUnits: (n: number) => `Change in ${formatCount('en', n, 'unit', 'units')}`,
    unit: 'Unit',
    own: (name: string) => `${name} (people of the unit itself)`,
    others: (n: number) => `${formatCount('en', n, 'other unit', 'other units')}, with fewer people added in each`,
    all: 'All',
    sum: 'Total',
    first: (n: number, all: number) =>
      n < all
        ? `The first ${formatPeople('en', n)} by name, of ${formatNumber('en', all)}`
        : `${formatPeople('en', n)}, by name`,
    name: 'Name',
    afterwards: 'Afterwards',
    states: { adds: 'Added', held: 'Unchanged', completed: 'Passed already' },
    soon: (days: number) => `The due date is ${formatDays('en', days)} away`,
    soonText: (people: number, days: number, minutes: number) =>
      `${formatPeople('en', people)} newly assigned have only ${formatDays('en', days)} for about ${formatMinutes('en', minutes)} of learning.`,
    changeDue: 'Change the due date',
    note: 'Note',
    noteHint: 'For example number and date of a document. The people assigned can read it. At most 500 characters.',
    noteLong: (n: number) => `The note is ${formatNumber('en', n)} characters long. Shorten it to 500`,
    failed: 'Nothing was assigned',
    assign: (n: number) => `Assign to ${formatPeople('en', n)}`,
    assigning: 'Assigning',
    edit: 'Change the group',
    countedAt: (at: Moment) =>
      `Counted at ${formatDateTime('en', at)}. If staff change before you assign, you will see a new preview.`,
    changed: 'The number of people has just changed',
    changedText: 'Nobody was assigned. Check the new figures below, then assign.',
    nobody: 'There is nobody to add',
    nobodyText: 'Everybody in this group has the course assigned already, or nobody works there at present.',
  },
} satisfies typeof vi;

export const manageNewAssignmentWords = wordsOf({ vi, en });
