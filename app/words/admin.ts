import { formatCount, formatDays, formatMinutes, formatNumber } from './format.ts';
import { type Locale, wordsOf } from './locale.ts';

/** How long something has been waiting, in the largest unit that still says something. */
const age = (locale: Locale, ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) {
    return locale === 'vi' ? formatCount('vi', seconds, 'giây') : formatCount('en', seconds, 'second', 'seconds');
  }
  if (seconds < 3600) return formatMinutes(locale, Math.floor(seconds / 60));
  if (seconds < 172_800) {
    const hours = Math.floor(seconds / 3600);
    return locale === 'vi' ? formatCount('vi', hours, 'giờ') : formatCount('en', hours, 'hour', 'hours');
  }
  return formatDays(locale, Math.floor(seconds / 86_400));
};

/** What administrators read. */
const vi = {
  sections: { label: 'Quản trị', overview: 'Tình trạng', people: 'Người và quyền', audit: 'Nhật ký' },
  overview: {
    title: 'Quản trị',
    lede: 'Những việc hệ thống tự làm có theo kịp không.',
    state: 'Tình trạng',
    certificates: 'Chứng chỉ chờ cấp',
    deltas: 'Số liệu chờ cộng vào báo cáo',
    chain: 'Nhật ký, nối bằng mã băm',
    chained: (count: number) => `Đã nối ${formatNumber('vi', count)} sự kiện`,
    guard: 'Bảo vệ nhật ký',
    guarded: 'Web và worker chỉ ghi thêm được, không sửa và không xóa được',
    exposed:
      'Web và worker truy cập cơ sở dữ liệu bằng vai trò sở hữu các bảng hoặc có quyền sửa nhật ký. Người vận hành máy chủ cần tạo vai trò riêng cho web và worker theo README, mục “Two roles”, rồi chạy npm run migrate.',
    protected: 'Được bảo vệ',
    unprotected: 'Chưa bảo vệ',
    nothingWaits: 'Không có gì phải chờ',
    waits: (count: number, ms: number) => `${formatNumber('vi', count)} đang chờ, lâu nhất ${age('vi', ms)}`,
    queue: 'Hàng đợi',
    queueDown: 'Hàng đợi không trả lời',
    queueCounts: { waiting: 'chờ', active: 'đang chạy', delayed: 'hoãn', failed: 'hỏng' },
    recount: 'Lần đếm lại gần nhất',
    neverRecounted: 'Chưa đếm lại lần nào',
    recounted: (at: string, compared: number, differences: number) =>
      differences === 0
        ? `${at}: khớp cả ${formatNumber('vi', compared)} số`
        : `${at}: lệch ${formatNumber('vi', differences)} trên ${formatNumber('vi', compared)} số`,
    fine: 'Theo kịp',
    slow: 'Chậm',
    broken: 'Cần xem',
    unprintable: 'Chứng chỉ chưa in được',
    unprintableText:
      'Không phông chữ nào có những chữ này. Chứng chỉ được in lại mỗi giờ; bản phát hành có thêm phông chữ sẽ in được.',
    missing: (characters: string) => `thiếu chữ ${characters}`,
    reservedAt: (at: string) => `hoàn thành ${at}`,
    problems: 'Báo cáo trở ngại mới nhất',
    noProblems: { title: 'Chưa có báo cáo nào', text: 'Ai gặp trở ngại đều báo được từ chân trang.' },
    page: 'Trang',
    contact: 'Liên lạc',
    noContact: 'không để lại',
  },
  people: {
    title: 'Người và quyền',
    lede: 'Những người thuộc các đơn vị bạn quản trị.',
    search: 'Tìm theo tên, số hiệu hoặc thư điện tử',
    searchHint: 'Không cần dấu, không phân biệt hoa thường',
    find: 'Tìm',
    caption: 'Danh sách người',
    name: 'Họ và tên',
    number: 'Số hiệu',
    unit: 'Đơn vị',
    roles: 'Quyền',
    state: 'Tài khoản',
    noUnit: 'Chưa có đơn vị',
    learner: 'Người học',
    order: 'Xếp theo tên, mỗi trang 50 người',
    none: {
      title: 'Không có ai khớp',
      text: (search: string) => `Không tìm thấy “${search}” trong các đơn vị bạn quản trị.`,
      all: 'Bỏ điều kiện tìm',
    },
  },
  states: { ready: 'Dùng được', noPassword: 'Chưa có mật khẩu', deactivated: 'Đã khóa' },
  roles: {
    TRAINING_MANAGER: 'Phụ trách đào tạo',
    REPORT_VIEWER: 'Xem báo cáo',
    ADMINISTRATOR: 'Quản trị',
  },
  roleHints: {
    TRAINING_MANAGER: 'Giao khóa học và xem báo cáo của đơn vị và các đơn vị dưới',
    REPORT_VIEWER: 'Xem báo cáo và tải danh sách của đơn vị và các đơn vị dưới',
    ADMINISTRATOR: 'Giao quyền, tạo liên kết đăng nhập, xem nhật ký của đơn vị và các đơn vị dưới',
  },
  person: {
    about: 'Tài khoản',
    number: 'Số hiệu',
    email: 'Thư điện tử',
    unit: 'Đơn vị',
    state: 'Tình trạng',
    appointments: 'Vị trí công tác',
    noAppointments: 'Chưa có vị trí công tác nào.',
    appointmentStates: { CURRENT: 'Hiện nay', PLANNED: 'Sắp tới', ENDED: 'Đã kết thúc' },
    secondary: 'kiêm nhiệm',
    period: (from: string, to: string | null) => (to ? `từ ${from} đến trước ${to}` : `từ ${from}`),
    grants: 'Quyền đang có',
    noGrants: 'Chưa được giao quyền nào. Ai cũng học được mà không cần quyền.',
    since: (date: string) => `từ ${date}`,
    endGrant: 'Kết thúc quyền',
    endGrantOf: (role: string, unit: string) => `${role}, ${unit}`,
    add: 'Giao quyền',
    unitSearch: 'Đơn vị của quyền mới',
    unitSearchHint: 'Mã hoặc tên, ví dụ VN.P01 hoặc Sở Nội vụ',
    findUnit: 'Tìm đơn vị',
    noUnits: (search: string) => `Không có đơn vị nào khớp “${search}” trong phạm vi bạn quản trị.`,
    chooseUnit: 'Chọn đơn vị',
    units: (first: number, last: number, count: number) =>
      `${formatNumber('vi', first)}–${formatNumber('vi', last)} trong ${formatCount('vi', count, 'đơn vị')}`,
    chooseRole: 'Chọn quyền',
    grant: 'Giao quyền này',
    failed: 'Chưa làm được',
    errors: {
      unit: 'Chọn một đơn vị',
      role: 'Chọn một quyền',
      ownGrant: 'Không tự kết thúc quyền quản trị của mình. Nhờ một người quản trị khác',
    },
    done: {
      granted: { title: 'Đã giao quyền', text: 'Quyền có hiệu lực ngay, kể cả ở phiên đang mở.' },
      'already-granted': { title: 'Quyền này đã có', text: 'Không có gì thay đổi.' },
      ended: { title: 'Đã kết thúc quyền', text: 'Hiệu lực ngay, kể cả ở phiên đang mở.' },
      'already-ended': { title: 'Quyền này đã kết thúc từ trước', text: 'Không có gì thay đổi.' },
      'signed-out': { title: 'Đã đăng xuất trên mọi thiết bị', text: 'Lần mở trang sau phải đăng nhập lại.' },
    },
    access: 'Đăng nhập',
    linkHint: 'Liên kết dùng được một lần trong 24 giờ. Tạo liên kết mới thì liên kết cũ hết tác dụng.',
    makeLink: 'Tạo liên kết đăng nhập',
    link: {
      title: 'Liên kết đăng nhập một lần',
      text: 'Chỉ hiện lần này. Gửi riêng cho đúng người, không gửi vào nhóm chung.',
      label: 'Liên kết',
    },
    signOutHint: 'Khi mất máy hoặc nghi có người khác dùng tài khoản.',
    signOut: 'Đăng xuất trên mọi thiết bị',
  },
};

const en = {
  sections: { label: 'Administration', overview: 'State', people: 'People and grants', audit: 'Audit trail' },
  overview: {
    title: 'Administration',
    lede: 'Whether what runs by itself keeps up.',
    state: 'State',
    certificates: 'Certificates to issue',
    deltas: 'Changes to add to reports',
    chain: 'Audit trail, chained by hash',
    chained: (count: number) => `${formatNumber('en', count)} events chained`,
    guard: 'Protection of the audit trail',
    guarded: 'Web and worker can add to it, and neither change nor delete',
    exposed:
      'Web and worker use the database as a role that owns the tables or may change the trail. Whoever operates the servers makes a role of its own for them, as README.md says under “Two roles”, and runs npm run migrate.',
    protected: 'Protected',
    unprotected: 'Not protected',
    nothingWaits: 'Nothing is waiting',
    waits: (count: number, ms: number) => `${formatNumber('en', count)} waiting, the oldest for ${age('en', ms)}`,
    queue: 'Queue',
    queueDown: 'The queue does not answer',
    queueCounts: { waiting: 'waiting', active: 'running', delayed: 'delayed', failed: 'failed' },
    recount: 'Last recount',
    neverRecounted: 'Never recounted yet',
    recounted: (at: string, compared: number, differences: number) =>
      differences === 0
        ? `${at}: all ${formatNumber('en', compared)} figures agree`
        : `${at}: ${formatNumber('en', differences)} of ${formatNumber('en', compared)} figures differ`,
    fine: 'Keeps up',
    slow: 'Slow',
    broken: 'Look at this',
    unprintable: 'Certificates that cannot be printed',
    unprintableText:
      'No font has these characters. Each certificate is tried again every hour; a release with another font prints it.',
    missing: (characters: string) => `no font has ${characters}`,
    reservedAt: (at: string) => `completed ${at}`,
    problems: 'Newest problem reports',
    noProblems: { title: 'No reports yet', text: 'Anybody can report a problem from the foot of a page.' },
    page: 'Page',
    contact: 'Contact',
    noContact: 'none left',
  },
  people: {
    title: 'People and grants',
    lede: 'The people of the units that you administer.',
    search: 'Search by name, staff number or e-mail',
    searchHint: 'Without diacritics or capitals, if you like',
    find: 'Search',
    caption: 'People',
    name: 'Name',
    number: 'Staff number',
    unit: 'Unit',
    roles: 'Grants',
    state: 'Account',
    noUnit: 'No unit yet',
    learner: 'Learner',
    order: 'Sorted by name, 50 people a page',
    none: {
      title: 'Nobody matches',
      text: (search: string) => `“${search}” was not found in the units that you administer.`,
      all: 'Clear the search',
    },
  },
  states: { ready: 'Usable', noPassword: 'No password yet', deactivated: 'Locked' },
  roles: {
    TRAINING_MANAGER: 'Training manager',
    REPORT_VIEWER: 'Report viewer',
    ADMINISTRATOR: 'Administrator',
  },
  roleHints: {
    TRAINING_MANAGER: 'Assigns courses and reads reports of the unit and all below it',
    REPORT_VIEWER: 'Reads reports and downloads lists of the unit and all below it',
    ADMINISTRATOR: 'Gives grants, makes sign-in links, reads the audit trail of the unit and all below it',
  },
  person: {
    about: 'Account',
    number: 'Staff number',
    email: 'E-mail',
    unit: 'Unit',
    state: 'State',
    appointments: 'Appointments',
    noAppointments: 'No appointments yet.',
    appointmentStates: { CURRENT: 'Current', PLANNED: 'To come', ENDED: 'Ended' },
    secondary: 'concurrent',
    period: (from: string, to: string | null) => (to ? `from ${from} until before ${to}` : `from ${from}`),
    grants: 'Grants in force',
    noGrants: 'No grants yet. Learning needs none.',
    since: (date: string) => `since ${date}`,
    endGrant: 'End this grant',
    endGrantOf: (role: string, unit: string) => `${role}, ${unit}`,
    add: 'Give a grant',
    unitSearch: 'Unit of the new grant',
    unitSearchHint: 'Code or name, for example VN.P01 or Home Affairs',
    findUnit: 'Find unit',
    noUnits: (search: string) => `No unit matches “${search}” within what you administer.`,
    chooseUnit: 'Choose the unit',
    units: (first: number, last: number, count: number) =>
      `${formatNumber('en', first)}–${formatNumber('en', last)} of ${formatCount('en', count, 'unit', 'units')}`,
    chooseRole: 'Choose the grant',
    grant: 'Give this grant',
    failed: 'This was not done',
    errors: {
      unit: 'Choose a unit',
      role: 'Choose a grant',
      ownGrant: 'Nobody ends her own right to administer. Ask another administrator',
    },
    done: {
      granted: { title: 'Grant given', text: 'It holds at once, also in sessions that are open.' },
      'already-granted': { title: 'This grant was there already', text: 'Nothing changed.' },
      ended: { title: 'Grant ended', text: 'At once, also in sessions that are open.' },
      'already-ended': { title: 'This grant had ended before', text: 'Nothing changed.' },
      'signed-out': { title: 'Signed out on all devices', text: 'The next page asks to sign in again.' },
    },
    access: 'Signing in',
    linkHint: 'The link works once within 24 hours. Making a new one ends the one before.',
    makeLink: 'Make a sign-in link',
    link: {
      title: 'One-time sign-in link',
      text: 'Shown only now. Send it to this person alone, never to a group.',
      label: 'Link',
    },
    signOutHint: 'When a device is lost, or somebody else may be using the account.',
    signOut: 'Sign out on all devices',
  },
} satisfies typeof vi;

export const adminWords = wordsOf({ vi, en });
