import { formatDate, formatNumber, formatPeople, type Moment } from './format.ts';
import { wordsOf } from './locale.ts';

/** One assignment: how far it is, its due date, its undoing. */
const vi = {
  assigned: (n: number) => (n > 0 ? `Đã giao cho ${formatPeople('vi', n)}` : 'Không có ai mới được giao'),
  held: (n: number) =>
    n > 0
      ? `${formatPeople('vi', n)} đã được giao khóa này từ trước, giữ nguyên.`
      : 'Người được giao thấy thông báo ở trang Việc học.',
  assigning: 'Đang giao học',
  cancelling: 'Đang bỏ giao',
  moving: 'Đang đổi hạn',
  movingText: 'Hạn mới đang đến từng người. Bạn có thể rời trang này.',
  leave: 'Bạn có thể rời trang này.',
  reload: 'Tải lại trang để xem số mới.',
  progress: (done: number, all: number) => `${formatNumber('vi', done)} trên ${formatPeople('vi', all)}`,
  cancelled: (n: number) => `Đã bỏ giao cho ${formatPeople('vi', n)}`,
  cancelledText: 'Kết quả đã học vẫn giữ.',
  course: 'Khóa học',
  audience: 'Cho ai',
  due: 'Hạn',
  note: 'Ghi chú',
  made: 'Giao lúc',
  by: 'Người giao',
  orderedBy: 'Cơ quan giao',
  orderedAbove: (agency: string) => `${agency} đã giao việc học này`,
  orderedAboveText: (agency: string) =>
    `Chỉ ${agency} hoặc cơ quan cấp trên được đổi hạn hay bỏ giao. Cần thay đổi thì hỏi ${agency}.`,
  outside: (n: number) =>
    `${formatPeople('vi', n)} giữ nguyên: nay công tác ngoài phạm vi của bạn, hoặc được cơ quan cấp trên giao cùng khóa này.`,
  halted: 'Lần giao này đang dừng',
  haltedText: 'Người quyết định không còn quyền giao học ở đây. Việc chưa làm xong chờ người có quyền tiếp tục.',
  resume: 'Tiếp tục',
  reason: 'Lý do bỏ giao',
  reasonHint: 'Được lưu cùng nhật ký. Người đã từng quá hạn mà được bỏ giao hiện riêng trong báo cáo.',
  reasonMissing: 'Ghi lý do bỏ giao',
  undoFailed: 'Chưa bỏ giao được',
  follow: 'Theo dõi người học',
  changeDue: 'Đổi hạn',
  undo: 'Bỏ lần giao này',
  all: 'Các lần giao',
  dueTitle: (n: number) => `Đổi hạn cho ${formatPeople('vi', n)} còn phải học?`,
  dueText: (due: Moment) =>
    `Hạn hiện nay: ${formatDate('vi', due, { weekday: true })}. Hạn mới thay cả hạn đã đổi riêng cho từng người. Người đã đạt không đổi.`,
  dueNew: 'Hạn mới',
  dueButton: (n: number) => `Đổi hạn cho ${formatPeople('vi', n)}`,
  dueFailed: 'Chưa đổi được hạn',
  dueNobody: 'Không còn ai phải học trong lần giao này',
  dueNobodyText: 'Người đã đạt không có hạn để đổi.',
  keep: 'Giữ nguyên',
  undoTitle: (n: number) => `Bỏ giao cho ${formatPeople('vi', n)}?`,
  undoText: (completed: number) =>
    completed > 0
      ? `Khóa học không còn là việc phải học của họ. Kết quả và chứng chỉ vẫn giữ; ${formatPeople('vi', completed)} đã đạt được tính là hoàn thành không theo giao.`
      : 'Khóa học không còn là việc phải học của họ. Bài đã học và lượt đã làm vẫn giữ.',
  undoButton: (n: number) => `Bỏ giao cho ${formatPeople('vi', n)}`,
  undoNobody: 'Lần giao này không còn ai',
  undoNobodyText: 'Mọi người trong lần giao này đã được bỏ giao.',
};

const en = {
  assigned: (n: number) => (n > 0 ? `Assigned to ${formatPeople('en', n)}` : 'Nobody was newly assigned'),
  held: (n: number) =>
    n > 0
      ? `${formatPeople('en', n)} had this course assigned before; that stays as it was.`
      : 'The people assigned see a notice on their Learning page.',
  assigning: 'Assigning',
  cancelling: 'Un-assigning',
  moving: 'Changing the due date',
  movingText: 'The new due date is reaching people one by one. You can leave this page.',
  leave: 'You can leave this page.',
  reload: 'Load the page again to see new figures.',
  progress: (done: number, all: number) => `${formatNumber('en', done)} of ${formatPeople('en', all)}`,
  cancelled: (n: number) => `Un-assigned ${formatPeople('en', n)}`,
  cancelledText: 'What was learnt is kept.',
  course: 'Course',
  audience: 'To whom',
  due: 'Due',
  note: 'Note',
  made: 'Made at',
  by: 'Made by',
  orderedBy: 'Ordered by',
  orderedAbove: (agency: string) => `${agency} ordered this`,
  orderedAboveText: (agency: string) =>
    `Only ${agency}, or an agency above it, can change the due date or un-assign. Ask ${agency} if it should change.`,
  outside: (n: number) =>
    `${formatPeople('en', n)} left as they were: they now work outside your agencies, or an agency above ordered the course too.`,
  halted: 'This assignment stands still',
  haltedText: 'Whoever decided it may no longer assign here. What is left waits for somebody who may.',
  resume: 'Go on',
  reason: 'Why it is withdrawn',
  reasonHint: 'Kept in the audit trail. People un-assigned after falling due are counted openly in the report.',
  reasonMissing: 'Say why it is withdrawn',
  undoFailed: 'Not un-assigned yet',
  follow: 'Follow the learners',
  changeDue: 'Change the due date',
  undo: 'Undo this assignment',
  all: 'Assignments',
  dueTitle: (n: number) => `Change the due date for ${formatPeople('en', n)} who have yet to finish?`,
  dueText: (due: Moment) =>
    `Due now: ${formatDate('en', due, { weekday: true })}. The new date also replaces dates set for single people. Those who passed are not touched.`,
  dueNew: 'New due date',
  dueButton: (n: number) => `Change the due date for ${formatPeople('en', n)}`,
  dueFailed: 'The due date was not changed',
  dueNobody: 'Nobody in this assignment has anything left to learn',
  dueNobodyText: 'Those who passed have no due date to change.',
  keep: 'Leave it as it is',
  undoTitle: (n: number) => `Un-assign ${formatPeople('en', n)}?`,
  undoText: (completed: number) =>
    completed > 0
      ? `They no longer have to take the course. Results and certificates are kept; ${formatPeople('en', completed)} who passed will count as completed without an assignment.`
      : 'They no longer have to take the course. Lessons read and attempts made are kept.',
  undoButton: (n: number) => `Un-assign ${formatPeople('en', n)}`,
  undoNobody: 'Nobody is left in this assignment',
  undoNobodyText: 'Everybody in it has been un-assigned.',
} satisfies typeof vi;

export const manageAssignmentWords = wordsOf({ vi, en });
