import { wordsOf } from './locale.ts';

/** What a page says while our server cannot be reached, and while a page takes its time. */
const vi = {
  down: 'Mất mạng.',
  lost: {
    page: 'Trang chưa mở được. Bấm lại khi có mạng.',
    act: 'Chưa biết đã gửi được hay chưa; điều đã nhập vẫn còn trên trang. Bấm lại khi có mạng.',
    file: 'Chưa tải được tệp. Bấm lại khi có mạng.',
    'sign-out': 'Việc đăng xuất tự hoàn tất khi có mạng.',
    'next-page': 'Việc vừa làm đã được nhận; chỉ trang tiếp theo chưa mở được.',
  },
  openNext: 'Mở trang tiếp theo',
  opening: 'Đang mở trang…',
  sending: 'Đang gửi…',
  lessonKept: (lessons: number) =>
    lessons === 1
      ? 'Bài vừa học xong được giữ trên máy này và tự gửi khi có mạng.'
      : `${lessons} bài vừa học xong được giữ trên máy này và tự gửi khi có mạng.`,
  lessonsSent: (lessons: number) =>
    lessons === 1 ? 'Đã ghi nhận bài vừa học xong.' : `Đã ghi nhận ${lessons} bài vừa học xong.`,
  signedOut: {
    title: 'Đã đăng xuất trên máy này',
    text: 'Không còn gì của bạn trên màn hình này. Phiên làm việc trên máy chủ kết thúc ngay khi có mạng.',
    kept: 'Những gì chưa gửi được vẫn được giữ trên máy này cho tài khoản của bạn; người khác không xem được.',
  },
};

const en = {
  down: 'No connection.',
  lost: {
    page: 'The page could not be opened. Press again when the connection is back.',
    act: 'It is not known whether this was sent; what you typed is still here. Press again when the connection is back.',
    file: 'The file could not be fetched. Press again when the connection is back.',
    'sign-out': 'Signing out is finished by itself when the connection is back.',
    'next-page': 'What you did was received; only the next page could not be opened.',
  },
  openNext: 'Open the next page',
  opening: 'Opening the page…',
  sending: 'Sending…',
  lessonKept: (lessons: number) =>
    lessons === 1
      ? 'The lesson you finished is kept on this device and is sent when the connection is back.'
      : `The ${lessons} lessons you finished are kept on this device and are sent when the connection is back.`,
  lessonsSent: (lessons: number) =>
    lessons === 1 ? 'The lesson you finished is recorded.' : `The ${lessons} lessons you finished are recorded.`,
  signedOut: {
    title: 'Signed out on this device',
    text: 'Nothing of yours is left on this screen. The session on the server ends as soon as there is a connection.',
    kept: 'What could not be sent is kept on this device for your account; nobody else can see it.',
  },
} satisfies typeof vi;

export const lineWords = wordsOf({ vi, en });
