import { formatWait } from './format.ts';
import { wordsOf } from './locale.ts';

/** The pages for everybody: the door, verification, accessibility, a problem to report. */
const vi = {
  accessibility: {
    title: 'Dùng được cho mọi người',
    lede: 'Trúc hướng tới chuẩn WCAG 2.2 mức AA, để ai cũng học, thi và nhận chứng chỉ được.',
    sections: [
      {
        title: 'Đã làm và đã thử',
        items: [
          'Mọi việc làm được bằng bàn phím, kể cả ghép cặp và xếp thứ tự; không việc nào bắt buộc kéo thả.',
          'Mọi trang dùng được khi tắt JavaScript: đọc bài, làm bài kiểm tra, nhận và kiểm tra chứng chỉ.',
          'Trang được dò tự động bằng axe theo WCAG 2.2 AA, ở hai ngôn ngữ, giao diện sáng và tối, màn hình 360 và 1280 điểm ảnh.',
          'Chữ phóng to 200% và trang phóng to 400% không mất nội dung; màu không bao giờ là dấu hiệu duy nhất.',
          'Chứng chỉ PDF có thẻ cấu trúc, thứ tự đọc và ngôn ngữ cho trình đọc màn hình.',
        ],
      },
      {
        title: 'Còn hạn chế',
        items: [
          'Chưa có đánh giá độc lập, và chưa thử đủ với người dùng trình đọc màn hình tiếng Việt.',
          'Bảng báo cáo rộng phải cuộn ngang trên điện thoại; tệp CSV có cùng số liệu.',
          'Hình trong bài có lời mô tả, nhưng chưa có bản dịch ngôn ngữ ký hiệu.',
        ],
      },
    ],
    reportTitle: 'Gặp trở ngại',
    reportText: 'Kể việc bạn không làm được, ở trang nào. Báo cáo được đọc và không cần đăng nhập.',
    report: 'Báo một trở ngại',
    reviewed: (date: string) => `Bản này được rà soát ngày ${date}.`,
  },
  report: {
    title: 'Báo một trở ngại',
    lede: 'Chỗ nào không dùng được, khó hiểu hoặc sai, hãy kể ra. Không cần đăng nhập.',
    page: 'Trang gặp trở ngại',
    pageHint: 'Địa chỉ của trang, để trống nếu không nhớ',
    message: 'Việc gì không làm được',
    messageHint: 'Bạn muốn làm gì, và điều gì đã xảy ra. Đừng ghi mật khẩu.',
    contact: 'Cách liên lạc (không bắt buộc)',
    contactHint: 'Thư điện tử hoặc số điện thoại, nếu muốn được trả lời',
    submit: 'Gửi báo cáo',
    failed: 'Chưa gửi được báo cáo',
    errors: {
      empty: 'Kể việc không làm được, ít nhất vài từ',
      'message-too-long': 'Nội dung dài quá 4.000 ký tự',
      'page-too-long': 'Địa chỉ trang dài quá 1.000 ký tự',
      'contact-too-long': 'Cách liên lạc dài quá 200 ký tự',
      wait: (seconds: number) => `Từ nơi này đã gửi nhiều báo cáo. Gửi lại sau ${formatWait('vi', seconds)}.`,
    },
    thanks: {
      title: 'Đã nhận báo cáo',
      text: 'Cảm ơn bạn. Người quản trị đọc mọi báo cáo; có cách liên lạc thì sẽ được trả lời.',
      way: 'Về trang đầu',
      back: 'Về trang gặp trở ngại',
      more: 'Báo thêm một trở ngại',
    },
  },
};

const en = {
  accessibility: {
    title: 'Accessibility',
    lede: 'Trúc aims at WCAG 2.2 level AA, so that everybody can learn, take quizzes and earn certificates.',
    sections: [
      {
        title: 'What is done and tested',
        items: [
          'Everything works by keyboard, matching and ordering included; nothing needs dragging.',
          'Every page works without JavaScript: lessons, quizzes, earning and verifying certificates.',
          'Pages are scanned by axe for WCAG 2.2 AA, in both languages, light and dark, at 360 and 1280 pixels.',
          'Text at 200% and pages at 400% lose no content; colour is never the only sign.',
          'Certificates are tagged PDF with reading order and language for screen readers.',
        ],
      },
      {
        title: 'Known limits',
        items: [
          'There is no independent audit yet, nor enough testing with people who use Vietnamese screen readers.',
          'Wide report tables scroll sideways on phones; the CSV files hold the same figures.',
          'Figures in lessons are described in words; there is no sign-language version yet.',
        ],
      },
    ],
    reportTitle: 'When something is in your way',
    reportText: 'Tell what you could not do, and on which page. Reports are read; no sign-in is needed.',
    report: 'Report a problem',
    reviewed: (date: string) => `This statement was reviewed on ${date}.`,
  },
  report: {
    title: 'Report a problem',
    lede: 'Tell what could not be used, understood or trusted. No sign-in is needed.',
    page: 'Page with the problem',
    pageHint: 'The address of the page; leave empty if you do not remember',
    message: 'What could not be done',
    messageHint: 'What you wanted to do, and what happened. Never write a password.',
    contact: 'How to reach you (optional)',
    contactHint: 'An e-mail address or telephone number, if you want an answer',
    submit: 'Send report',
    failed: 'The report was not sent',
    errors: {
      empty: 'Tell what could not be done, in a few words at least',
      'message-too-long': 'The text is longer than 4,000 characters',
      'page-too-long': 'The address is longer than 1,000 characters',
      'contact-too-long': 'This is longer than 200 characters',
      wait: (seconds: number) => `Many reports came from here. Send it again in ${formatWait('en', seconds)}.`,
    },
    thanks: {
      title: 'Report received',
      text: 'Thank you. Administrators read every report and answer where they can reach you.',
      way: 'Go to the first page',
      back: 'Back to that page',
      more: 'Report another problem',
    },
  },
} satisfies typeof vi;

export const publicWords = wordsOf({ vi, en });
