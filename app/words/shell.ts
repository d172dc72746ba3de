import { wordsOf } from './locale.ts';

/** What stands around every page: masthead, footer, skip link, the official address, language and theme. */
const vi = {
  name: 'Trúc',
  descriptor: 'Học tập công vụ',
  skip: 'Đến nội dung chính',
  officialAddress: 'Địa chỉ chính thức duy nhất:',
  officialAddressLabel: 'Địa chỉ chính thức',
  mainNavigation: 'Chính',
  crumbs: 'Vị trí',
  account: 'Tài khoản',
  signIn: 'Đăng nhập',
  signOut: 'Đăng xuất',
  otherLanguage: 'English',
  theme: 'Giao diện',
  themes: { auto: 'Theo máy', light: 'Sáng', dark: 'Tối' },
  nav: { learning: 'Việc học', courses: 'Khóa học', certificates: 'Chứng chỉ', manage: 'Quản lý' },
  foot: {
    help: 'Trợ giúp',
    accessibility: 'Dùng được cho mọi người',
    report: 'Báo một trở ngại',
    privacy: 'Bảo vệ dữ liệu cá nhân',
    verify: 'Kiểm tra chứng chỉ',
    display: 'Giao diện sáng hoặc tối',
  },
  errorTitle: 'Lỗi: ',
};

const en = {
  name: 'Trúc',
  descriptor: 'Public-service learning',
  skip: 'Skip to main content',
  officialAddress: 'The only official address:',
  officialAddressLabel: 'Official address',
  mainNavigation: 'Main',
  crumbs: 'You are here',
  account: 'Account',
  signIn: 'Sign in',
  signOut: 'Sign out',
  otherLanguage: 'Tiếng Việt',
  theme: 'Display',
  themes: { auto: 'As the device', light: 'Light', dark: 'Dark' },
  nav: { learning: 'Learning', courses: 'Courses', certificates: 'Certificates', manage: 'Manage' },
  foot: {
    help: 'Help',
    accessibility: 'Accessibility',
    report: 'Report a problem',
    privacy: 'Personal data protection',
    verify: 'Verify a certificate',
    display: 'Light or dark display',
  },
  errorTitle: 'Error: ',
} satisfies typeof vi;

export const shellWords = wordsOf({ vi, en });
