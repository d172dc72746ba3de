import { formatWait } from './format.ts';
import { wordsOf } from './locale.ts';

/** The door: signing in, and the link that gives a password. */
const vi = {
  signIn: {
    title: 'Đăng nhập',
    lede: 'Khóa học, bài kiểm tra và chứng chỉ của cán bộ, công chức, viên chức.',
    identifier: 'Thư điện tử công vụ hoặc số hiệu',
    identifierHint: 'Ví dụ: ten@danang.example.gov.vn',
    password: 'Mật khẩu',
    submit: 'Đăng nhập',
    failed: 'Chưa đăng nhập được',
    errors: {
      identifier: 'Nhập thư điện tử có ký hiệu @, hoặc số hiệu gồm 10 chữ số',
      password: 'Nhập mật khẩu',
      refused: 'Tài khoản hoặc mật khẩu chưa đúng. Xem lại chữ hoa, bộ gõ tiếng Việt rồi thử lại.',
      wait: (seconds: number) =>
        `Vừa có nhiều lần đăng nhập sai. Thử lại sau ${formatWait('vi', seconds)}. Cần vào ngay: dùng thiết bị đã từng đăng nhập, hoặc hỏi cán bộ phụ trách đào tạo để nhận liên kết đăng nhập một lần.`,
      busy: (seconds: number) =>
        `Nhiều người đang đăng nhập cùng lúc, hệ thống chưa kịp kiểm tra mật khẩu. Thử lại sau ${formatWait('vi', seconds)}.`,
    },
    help: 'Chưa có tài khoản hoặc quên mật khẩu? Hỏi cán bộ phụ trách đào tạo của cơ quan bạn.',
    verifyBefore: 'Cần xem một chứng chỉ có thật không?',
    verify: 'Kiểm tra chứng chỉ',
    verifyAfter: ', không cần đăng nhập.',
    again: {
      title: 'Đăng nhập lại để làm tiếp bài kiểm tra',
      text: 'Câu trả lời đã lưu không mất. Đăng nhập xong, bài đang làm mở lại ngay.',
    },
    cookies: {
      title: 'Trình duyệt đang chặn cookie',
      text: 'Chưa vào được Trúc vì trình duyệt không giữ cookie đăng nhập. Mở cài đặt của trình duyệt, phần quyền riêng tư, cho phép trang này dùng cookie rồi đăng nhập lại. Nếu trang đang mở bên trong một ứng dụng khác, hãy mở bằng trình duyệt.',
    },
    cookiesAfterLink: {
      title: 'Trình duyệt đang chặn cookie',
      text: 'Chưa vào được Trúc vì trình duyệt không giữ cookie đăng nhập. Mở cài đặt của trình duyệt, phần quyền riêng tư, cho phép trang này dùng cookie. Liên kết một lần đã được dùng: nếu có mật khẩu thì đăng nhập ở đây, chưa có thì hỏi quản trị viên của đơn vị để nhận liên kết khác.',
    },
    signedOut: { title: 'Đã đăng xuất', text: 'Máy dùng chung thì nên đóng cả trình duyệt.' },
    signedOutEverywhere: { title: 'Đã đăng xuất trên mọi thiết bị', text: 'Đăng nhập lại ở đây để dùng tiếp.' },
    https: {
      title: 'Đăng nhập cần địa chỉ https',
      text: 'Trang này đang mở qua http. Trình duyệt không giữ phiên đăng nhập trên đường truyền không mã hóa.',
      way: 'Mở Trúc ở địa chỉ chính thức:',
    },
  },
  link: {
    title: (name: string) => `Đăng nhập: ${name}`,
    lede: 'Liên kết này dùng được một lần, cho đúng người sau đây.',
    person: 'Người được dùng',
    email: 'Thư điện tử',
    notYou: 'Không phải bạn? Đóng trang này và báo cho người đã gửi liên kết.',
    newPassword: 'Mật khẩu mới',
    newPasswordHint: (minimum: number) => `Ít nhất ${minimum} ký tự. Để trống thì đặt sau, ở trang Tài khoản.`,
    keepPasswordHint: (minimum: number) => `Ít nhất ${minimum} ký tự. Để trống thì giữ mật khẩu đang có.`,
    submit: 'Đăng nhập một lần',
    failed: 'Chưa đăng nhập được',
    gone: {
      title: 'Liên kết này không còn dùng được',
      text: 'Liên kết đã được dùng, đã quá hạn, đã có liên kết mới hơn, hoặc tài khoản đã thay đổi. Hỏi quản trị viên của đơn vị để nhận liên kết khác.',
      way: 'Về trang đăng nhập',
    },
    refused: {
      title: 'Liên kết này không được chấp nhận',
      text: 'Người tạo liên kết không còn quyền mở tài khoản này. Hỏi quản trị viên hiện nay của đơn vị để nhận liên kết khác.',
      way: 'Về trang đăng nhập',
    },
  },
  passwordFaults: {
    'too-short': 'Mật khẩu mới cần ít nhất 12 ký tự',
    'too-long': 'Mật khẩu mới dài quá 128 ký tự',
    'about-you':
      'Mật khẩu mới không được dựa vào tên, số hiệu hay thư điện tử của bạn. Ghép vài từ không liên quan với nhau',
    'too-common': 'Mật khẩu mới quá dễ đoán. Ghép vài từ không liên quan với nhau',
  },
};

const en = {
  signIn: {
    title: 'Sign in',
    lede: 'Courses, quizzes and certificates for officials and public employees.',
    identifier: 'Work e-mail or staff number',
    identifierHint: 'For example: name@danang.example.gov.vn',
    password: 'Password',
    submit: 'Sign in',
    failed: 'Not signed in yet',
    errors: {
      identifier: 'Enter an e-mail address with an @, or a 10-digit staff number',
      password: 'Enter the password',
      refused: 'The account or the password is not right. Check capital letters and the keyboard, then try again.',
      wait: (seconds: number) =>
        `Sign-in failed many times just now. Try again in ${formatWait('en', seconds)}. To get in at once, use a device on which you have signed in before, or ask your training officer for a one-time sign-in link.`,
      busy: (seconds: number) =>
        `Many people are signing in at the same time, and the password could not be checked yet. Try again in ${formatWait('en', seconds)}.`,
    },
    help: 'No account yet, or password forgotten? Ask the training officer of your agency.',
    verifyBefore: 'Is a certificate genuine?',
    verify: 'Verify a certificate',
    verifyAfter: ', without signing in.',
    again: {
      title: 'Sign in again to go on with the quiz',
      text: 'Saved answers are kept. Once signed in, the attempt opens where it was.',
    },
    cookies: {
      title: 'The browser is blocking cookies',
      text: 'You are not signed in yet, because the browser keeps no sign-in cookie. Open its settings, under privacy, allow cookies for this site and sign in again. If this page was opened inside another app, open it in a browser.',
    },
    cookiesAfterLink: {
      title: 'The browser is blocking cookies',
      text: 'You are not signed in yet, because the browser keeps no sign-in cookie. Open its settings, under privacy, and allow cookies for this site. The one-time link has been used: sign in here if you have a password, or else ask the administrator of your unit for another link.',
    },
    signedOut: { title: 'Signed out', text: 'On a shared computer, close the browser as well.' },
    signedOutEverywhere: { title: 'Signed out on all devices', text: 'Sign in here to go on.' },
    https: {
      title: 'Signing in needs an https address',
      text: 'This page was opened over http. Browsers keep no sign-in on a connection without encryption.',
      way: 'Open Trúc at its official address:',
    },
  },
  link: {
    title: (name: string) => `Sign in: ${name}`,
    lede: 'This link works once, for the person named here.',
    person: 'Who may use it',
    email: 'E-mail',
    notYou: 'Not you? Close this page and tell whoever sent the link.',
    newPassword: 'New password',
    newPasswordHint: (minimum: number) => `At least ${minimum} characters. Leave empty to set it later, under Account.`,
    keepPasswordHint: (minimum: number) => `At least ${minimum} characters. Leave empty to keep the present password.`,
    submit: 'Sign in once',
    failed: 'Not signed in yet',
    gone: {
      title: 'This link no longer works',
      text: 'It was used, is too old, a newer one was made, or the account has changed. Ask the administrator of your unit for another.',
      way: 'Go to sign-in',
    },
    refused: {
      title: 'This link is not accepted',
      text: 'Whoever made it no longer has the right to open this account. Ask the present administrator of your unit for another.',
      way: 'Go to sign-in',
    },
  },
  passwordFaults: {
    'too-short': 'The new password needs at least 12 characters',
    'too-long': 'The new password is longer than 128 characters',
    'about-you': 'The new password cannot be built on your name, staff number or e-mail. Join a few unrelated words',
    'too-common': 'The new password is too easy to guess. Join a few unrelated words',
  },
} satisfies typeof vi;

export const signInWords = wordsOf({ vi, en });
