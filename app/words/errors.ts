import { wordsOf } from './locale.ts';

/** What a page says when it cannot be shown: what happened and what to do. */
const vi = {
  400: {
    title: 'Không đọc được yêu cầu',
    text: 'Địa chỉ này không nhận yêu cầu như vậy. Quay lại trang trước và thử lại.',
  },
  403: {
    title: 'Không có quyền xem trang này',
    text: 'Trang này thuộc phạm vi của người khác, hoặc quyền của bạn đã hết. Hỏi cán bộ phụ trách đào tạo của đơn vị.',
  },
  404: { title: 'Không có trang này', text: 'Địa chỉ có thể đã gõ sai, hoặc trang không thuộc về bạn.' },
  409: {
    title: 'Việc này không còn làm được',
    text: 'Tình trạng đã đổi trong lúc bạn thao tác. Tải lại trang để xem tình trạng mới.',
  },
  410: { title: 'Việc này đã kết thúc', text: 'Liên kết hoặc lượt làm bài đã hết hiệu lực.' },
  503: { title: 'Dịch vụ tạm nghỉ', text: 'Câu trả lời đã lưu không mất. Thử lại sau vài phút.' },
  500: {
    title: 'Lỗi ở phía hệ thống',
    text: 'Lỗi đã được ghi lại. Câu trả lời đã lưu không mất. Thử lại sau vài phút.',
  },
  busy: {
    title: 'Nhiều người đang tra cứu cùng lúc',
    text: 'Trang này đọc số liệu của nhiều đơn vị nên phải chờ đến lượt. Thử lại sau vài giây.',
  },
  again: 'Thử lại',
  home: 'Về trang đầu',
  courses: 'Xem các khóa học',
};
const en = {
  400: {
    title: 'The request could not be read',
    text: 'This address does not take such a request. Go back and try again.',
  },
  403: {
    title: 'You may not see this page',
    text: 'It belongs to somebody else, or your grant has ended. Ask the training officer of your unit.',
  },
  404: { title: 'There is no such page', text: 'The address may be mistyped, or the page is not yours.' },
  409: {
    title: 'This can no longer be done',
    text: 'The state changed while you worked. Load the page again to see the new state.',
  },
  410: { title: 'This is over', text: 'The link or the attempt is no longer valid.' },
  503: { title: 'The service is resting', text: 'Saved answers are safe. Try again in a few minutes.' },
  500: { title: 'The fault is ours', text: 'It is recorded. Saved answers are safe. Try again in a few minutes.' },
  busy: {
    title: 'Many people are looking things up at this moment',
    text: 'This page reads the figures of many units and has to wait for its turn. Try again in a few seconds.',
  },
  again: 'Try again',
  home: 'Go to the first page',
  courses: 'See the courses',
} satisfies typeof vi;

export const errorWords = wordsOf({ vi, en });
