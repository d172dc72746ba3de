import { formatCount, formatWait } from './format.ts';
import { wordsOf } from './locale.ts';

/** A person's own page. */
const vi = {
  title: 'Tài khoản',
  about: 'Về bạn',
  name: 'Họ và tên',
  number: 'Số hiệu',
  email: 'Thư điện tử',
  unit: 'Đơn vị',
  noUnit: 'Chưa có đơn vị',
  aboutHint: 'Tên, số hiệu hoặc đơn vị chưa đúng? Hỏi bộ phận tổ chức cán bộ; các dữ liệu này lấy từ hồ sơ nhân sự.',
  certificates: 'Xem chứng chỉ',
  preferences: 'Ngôn ngữ và giao diện',
  preferencesHint: 'Được nhớ cho mọi thiết bị bạn đăng nhập.',
  language: 'Ngôn ngữ',
  languages: { vi: 'Tiếng Việt', en: 'English' },
  theme: 'Giao diện',
  save: 'Lưu lựa chọn',
  password: 'Mật khẩu',
  changeHint: 'Đổi mật khẩu thì mọi thiết bị khác bị đăng xuất; ở đây vẫn dùng tiếp.',
  setHint: 'Tài khoản chưa có mật khẩu. Đặt mật khẩu để lần sau tự đăng nhập.',
  current: 'Mật khẩu hiện tại',
  next: 'Mật khẩu mới',
  nextHint: (minimum: number) =>
    `Ít nhất ${formatCount('vi', minimum, 'ký tự')}. Vài từ không liên quan ghép lại thì dễ nhớ và khó đoán.`,
  change: 'Đổi mật khẩu',
  set: 'Đặt mật khẩu',
  failed: 'Chưa đổi được mật khẩu',
  errors: {
    current: 'Nhập mật khẩu hiện tại',
    next: 'Nhập mật khẩu mới',
    wrong: 'Mật khẩu hiện tại chưa đúng',
    wait: (seconds: number) => `Đã thử quá nhiều lần. Thử lại sau ${formatWait('vi', seconds)}.`,
  },
  changed: { title: 'Đã đổi mật khẩu', text: 'Mọi thiết bị khác đã bị đăng xuất.' },
  notices: {
    title: 'Tài khoản đã được mở bằng liên kết đăng nhập',
    used: (at: string, maker: string | null, address: string | null) =>
      `Lúc ${at}, một liên kết đăng nhập một lần ${maker ? `do ${maker} tạo` : 'được tạo từ máy chủ'} đã được dùng${address ? `, từ địa chỉ mạng ${address}` : ''}.`,
    passwordSet: 'Mật khẩu mới đã được đặt trong lần dùng đó.',
    notYou: 'Không phải bạn? Đổi mật khẩu, đăng xuất trên mọi thiết bị, rồi báo cho quản trị viên của đơn vị.',
    needsPassword: 'Thông báo này ở lại cho đến khi bạn đăng nhập bằng mật khẩu và xác nhận đã biết.',
    acknowledge: 'Đánh dấu đã biết',
  },
  signOut: 'Đăng xuất',
  signOutHint: 'Đăng xuất trên mọi thiết bị khi mất điện thoại hoặc quên đăng xuất ở máy dùng chung.',
  signOutEverywhere: 'Đăng xuất trên mọi thiết bị',
};

const en = {
  title: 'Account',
  about: 'About you',
  name: 'Name',
  number: 'Staff number',
  email: 'E-mail',
  unit: 'Unit',
  noUnit: 'No unit yet',
  aboutHint: 'Is the name, number or unit not right? Ask your personnel office; these come from the personnel records.',
  certificates: 'See certificates',
  preferences: 'Language and display',
  preferencesHint: 'Remembered on every device where you sign in.',
  language: 'Language',
  languages: { vi: 'Tiếng Việt', en: 'English' },
  theme: 'Display',
  save: 'Save choices',
  password: 'Password',
  changeHint: 'Changing it signs out all other devices; this one stays signed in.',
  setHint: 'This account has no password yet. Set one to sign in by yourself next time.',
  current: 'Present password',
  next: 'New password',
  nextHint: (minimum: number) =>
    `At least ${formatCount('en', minimum, 'character', 'characters')}. A few unrelated words are easy to remember and hard to guess.`,
  change: 'Change password',
  set: 'Set password',
  failed: 'The password was not changed',
  errors: {
    current: 'Enter the present password',
    next: 'Enter the new password',
    wrong: 'The present password is not right',
    wait: (seconds: number) => `Tried too many times. Try again in ${formatWait('en', seconds)}.`,
  },
  changed: { title: 'Password changed', text: 'All other devices are signed out.' },
  notices: {
    title: 'A sign-in link opened this account',
    used: (at: string, maker: string | null, address: string | null) =>
      `On ${at} a one-time link ${maker ? `made by ${maker}` : 'made on the server'} was used${address ? `, from the network address ${address}` : ''}.`,
    passwordSet: 'A new password was set with it.',
    notYou: 'Not you? Change the password, sign out on all devices, and tell the administrator of your unit.',
    needsPassword: 'This notice stays until you sign in with your password and mark it as known.',
    acknowledge: 'Mark as known',
  },
  signOut: 'Sign out',
  signOutHint: 'Sign out on all devices when a phone is lost, or a shared computer was left signed in.',
  signOutEverywhere: 'Sign out on all devices',
} satisfies typeof vi;

export const accountWords = wordsOf({ vi, en });
