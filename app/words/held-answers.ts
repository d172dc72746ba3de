import { wordsOf } from './locale.ts';

/** What is said on other pages of answers that waited on this device. */
const vi = {
  'handed-in': {
    title: 'Bài kiểm tra giữ trên máy này đã được nộp.',
    text: 'Trang kết quả cho biết điểm và câu trả lời không được tính, nếu có.',
    way: 'Xem kết quả',
  },
  choose: {
    title: 'Bài kiểm tra có câu được trả lời ở hai nơi.',
    text: 'Câu trả lời trên máy chủ đang được tính; câu trả lời gửi từ máy này được giữ bên cạnh.',
    way: 'Chọn câu trả lời được tính',
  },
  refused: {
    title: 'Máy chủ không nhận một câu trả lời giữ trên máy này.',
    text: 'Câu trả lời vẫn được giữ trên máy này.',
    way: 'Mở bài kiểm tra',
  },
  'hand-in-waits': {
    title: 'Bài kiểm tra đang chờ nộp từ máy này.',
    text: 'Bài tự nộp khi có mạng.',
    way: 'Xem lại bài chờ nộp',
  },
  waits: {
    title: 'Câu trả lời bài kiểm tra đang được giữ trên máy này.',
    text: 'Câu trả lời tự gửi khi có mạng.',
    way: 'Mở bài kiểm tra',
  },
  saved: {
    title: 'Câu trả lời bài kiểm tra giữ trên máy này đã được lưu.',
    text: 'Bài kiểm tra chưa nộp.',
    way: 'Làm tiếp',
  },
};

const en = {
  'handed-in': {
    title: 'The quiz kept on this device was submitted.',
    text: 'The result page shows the score, and which answers did not count, if any.',
    way: 'See the result',
  },
  choose: {
    title: 'A quiz has a question with two answers.',
    text: 'The one on the server counts; the one sent from this device is kept beside it.',
    way: 'Choose the one that counts',
  },
  refused: {
    title: 'The server did not take an answer kept on this device.',
    text: 'The answer stays on this device.',
    way: 'Open the quiz',
  },
  'hand-in-waits': {
    title: 'A quiz on this device waits to be submitted.',
    text: 'It is submitted when the connection is back.',
    way: 'Review the quiz that waits',
  },
  waits: {
    title: 'Quiz answers are kept on this device.',
    text: 'They are sent when the connection is back.',
    way: 'Open the quiz',
  },
  saved: {
    title: 'The quiz answers kept on this device are saved.',
    text: 'The quiz has not been submitted.',
    way: 'Go on with it',
  },
} satisfies typeof vi;

export const heldWords = wordsOf({ vi, en });
