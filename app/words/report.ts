import {
  formatCount,
  formatDate,
  formatDateTime,
  formatNumber,
  formatPeople,
  formatPercent,
  type Moment,
} from './format.ts';
import { wordsOf } from './locale.ts';

/** What the page's numbers count: people of one course, or the assignments of several. */
type Counted = 'people' | 'assignments';
export type Base = { completed: number; assigned: number; counted: Counted; agency: string };

const ageVi = (seconds: number): string => {
  if (seconds < 1) return 'chưa đến một giây';
  if (seconds < 60) return formatCount('vi', seconds, 'giây');
  if (seconds < 3600) return formatCount('vi', Math.floor(seconds / 60), 'phút');
  return formatCount('vi', Math.floor(seconds / 3600), 'giờ');
};

const ageEn = (seconds: number): string => {
  if (seconds < 1) return 'less than a second';
  if (seconds < 60) return formatCount('en', seconds, 'second', 'seconds');
  if (seconds < 3600) return formatCount('en', Math.floor(seconds / 60), 'minute', 'minutes');
  return formatCount('en', Math.floor(seconds / 3600), 'hour', 'hours');
};

const countedVi = (n: number, counted: Counted) =>
  formatCount('vi', n, counted === 'people' ? 'người được giao' : 'lượt giao học');
const countedEn = (n: number, counted: Counted) =>
  counted === 'people'
    ? formatCount('en', n, 'person assigned', 'people assigned')
    : formatCount('en', n, 'course assignment', 'course assignments');

const vi = {
  reports: 'Báo cáo',
  title: (agency: string) => `Báo cáo hoàn thành: ${agency}`,
  allCourses: 'Mọi khóa học',

  headline: {
    rate: ({ completed, assigned, counted, agency }: Base) =>
      `${formatPercent('vi', completed, assigned)} đã hoàn thành: ${formatNumber('vi', completed)} trên ${countedVi(assigned, counted)} ở ${agency}`,
    counts: ({ completed, assigned, counted, agency }: Base) =>
      `${formatNumber('vi', completed)} trên ${countedVi(assigned, counted)} ở ${agency} đã hoàn thành`,
    unassigned: (agency: string, course: string | null) =>
      course ? `Chưa ai ở ${agency} được giao khóa ${course}` : `Chưa ai ở ${agency} được giao khóa nào`,
    nobody: (agency: string) => `Chưa có ai công tác ở ${agency}`,
  },
  lede: (at: Moment, registered: number, counted: Counted, hasUnits: boolean) =>
    [
      `Tính đến ${formatDate('vi', at)}, trên ${formatPeople('vi', registered)} đang công tác ở đây${hasUnits ? ' và ở mọi đơn vị bên dưới' : ''}; người được miễn không tính.`,
      counted === 'assignments' ? 'Một khóa giao cho một người là một lượt.' : '',
    ].join(' '),
  ledeNobody: 'Con số hiện ra khi danh sách nhân sự của đơn vị được đưa vào Trúc.',
  ledeUnassigned: (registered: number, completedUnassigned: number) =>
    `${formatPeople('vi', registered)} đang công tác ở đây. ${
      completedUnassigned > 0
        ? `Tự học và đã hoàn thành: ${formatNumber('vi', completedUnassigned)}.`
        : 'Tỷ lệ hiện ra khi có người được giao học.'
    }`,
  open: (left: number, overdue: number, counted: Counted) =>
    `Còn ${formatCount('vi', left, counted === 'people' ? 'người' : 'lượt')} chưa hoàn thành, ${overdue > 0 ? `trong đó ${formatNumber('vi', overdue)} quá hạn` : 'chưa có ai quá hạn'}.`,
  withdrawn: (left: number, counted: Counted, rate: string | null) =>
    `${formatCount('vi', left, counted === 'people' ? 'người' : 'lượt')} được bỏ giao sau khi đã quá hạn và không nằm trong tỷ lệ${rate ? `; tính cả số này thì tỷ lệ là ${rate}` : ''}.`,
  most: 'Còn nhiều nhất:',
  freshAll: (at: Moment) => `Số liệu đến ${formatDateTime('vi', at)}; không còn thay đổi nào đang chờ.`,
  freshPending: (at: Moment, seconds: number) =>
    `Số liệu đến ${formatDateTime('vi', at, { seconds: true })}; còn những thay đổi trong ${ageVi(seconds)} gần nhất đang chờ cộng vào.`,

  filter: {
    label: 'Khóa học',
    show: 'Xem khóa học này',
    chip: (course: string) => `Khóa học: ${course}`,
  },
  find: { label: 'Tìm đơn vị khác', hint: 'Tên hoặc mã, có dấu hay không dấu đều được', button: 'Tìm đơn vị' },
  download: 'Tải số liệu',

  rates: {
    title: 'Trên số được giao',
    completed: 'Đã hoàn thành',
    started: 'Đã bắt đầu',
    overdue: 'Quá hạn',
  },
  columns: {
    course: 'Khóa học',
    unit: 'Đơn vị',
    registered: 'Số người',
    assigned: 'Được giao',
    started: 'Đã bắt đầu',
    completed: 'Đã hoàn thành',
    overdue: 'Quá hạn',
    completedUnassigned: 'Hoàn thành ngoài diện giao',
    withdrawnOverdue: 'Bỏ giao sau khi quá hạn',
    rate: 'Tỷ lệ',
    chart: 'Biểu đồ: 0 đến 100 phần trăm',
    all: 'Mọi khóa học',
    total: (agency: string) => `Cộng: ${agency}`,
    sum: 'Cộng các khóa học',
    own: 'Làm việc ngay tại cơ quan này',
  },
  courses: {
    title: 'Từng khóa học',
    note: 'Số người theo từng khóa; khóa nào đang xem thì chỉ khóa ấy được tính.',
    noteAll: 'Chọn một khóa học để xem riêng khóa ấy ở từng đơn vị.',
    none: 'Chưa có khóa học nào',
    noneText: 'Bảng này hiện ra khi có khóa học đầu tiên được xuất bản.',
  },
  files: {
    title: 'Tải số liệu',
    note: 'Tệp CSV mở được ngay bằng Excel, giữ đúng dấu tiếng Việt. Gồm mọi khóa học, số liệu ở lúc tải.',
    units: 'Tải đơn vị và khóa học (CSV)',
    unitsText: (agency: string) =>
      `${agency} và mọi đơn vị bên dưới, mỗi dòng một đơn vị và một khóa: số người, được giao, đã bắt đầu, đã hoàn thành, quá hạn, ngoài diện giao, tỷ lệ.`,
    people: 'Tải từng người và khóa học (CSV)',
    peopleText:
      'Mỗi dòng một người và một khóa: số hiệu, họ tên, đơn vị, tình trạng, ngày giao, hạn, ngày hoàn thành, số chứng chỉ. Có dữ liệu cá nhân; mỗi lần tải được ghi vào nhật ký.',
  },

  choose: {
    title: 'Báo cáo hoàn thành',
    lede: 'Chọn đơn vị để xem tỷ lệ hoàn thành của đơn vị ấy và các đơn vị bên dưới.',
    search: 'Tìm đơn vị',
    button: 'Tìm đơn vị',
    granted: 'Đơn vị được giao xem',
    found: (n: number, query: string) => `${formatCount('vi', n, 'đơn vị')} có “${query}”`,
    none: (query: string) => `Không có đơn vị nào có “${query}”`,
    noneText: 'Chỉ tìm trong các đơn vị được giao xem. Thử ít chữ hơn, hoặc tìm theo mã.',
    back: 'Về các đơn vị được giao xem',
    people: (n: number) => formatPeople('vi', n),
    units: (n: number) => (n === 0 ? '' : `${formatCount('vi', n, 'đơn vị')} trực tiếp bên dưới`),
    within: (name: string) => `thuộc ${name}`,
  },
};

const en = {
  reports: 'Reports',
  title: (agency: string) => `Completion report: ${agency}`,
  allCourses: 'All courses',

  headline: {
    rate: ({ completed, assigned, counted, agency }: Base) =>
      `${formatPercent('en', completed, assigned)} completed: ${formatNumber('en', completed)} of ${countedEn(assigned, counted)}, ${agency}`,
    counts: ({ completed, assigned, counted, agency }: Base) =>
      `${formatNumber('en', completed)} of ${countedEn(assigned, counted)} completed, ${agency}`,
    unassigned: (agency: string, course: string | null) =>
      course ? `Nobody is assigned course ${course} yet, ${agency}` : `Nobody is assigned a course yet, ${agency}`,
    nobody: (agency: string) => `Nobody works here yet, ${agency}`,
  },
  lede: (at: Moment, registered: number, counted: Counted, hasUnits: boolean) =>
    [
      `As of ${formatDate('en', at)}, over the ${formatPeople('en', registered)} who work here${hasUnits ? ' and in all units below' : ''}; people who are waived do not count.`,
      counted === 'assignments' ? 'One course assigned to one person is one assignment.' : '',
    ].join(' '),
  ledeNobody: 'Figures appear once the staff list of the unit is in Trúc.',
  ledeUnassigned: (registered: number, completedUnassigned: number) =>
    `${formatCount('en', registered, 'person works here', 'people work here')}. ${
      completedUnassigned > 0
        ? `Completed by own choice: ${formatNumber('en', completedUnassigned)}.`
        : 'A rate appears once somebody is assigned a course.'
    }`,
  open: (left: number, overdue: number, counted: Counted) =>
    `${counted === 'people' ? formatCount('en', left, 'person has', 'people have') : formatCount('en', left, 'is', 'are')} not completed, ${overdue > 0 ? formatNumber('en', overdue) : 'none'} of them overdue.`,
  withdrawn: (left: number, counted: Counted, rate: string | null) =>
    `${counted === 'people' ? formatCount('en', left, 'person', 'people') : formatCount('en', left, 'assignment', 'assignments')} withdrawn after falling due and not in the rate${rate ? `; counting them in, the rate is ${rate}` : ''}.`,
  most: 'Most of them:',
  freshAll: (at: Moment) => `Figures as of ${formatDateTime('en', at)}; no change is waiting.`,
  freshPending: (at: Moment, seconds: number) =>
    `Figures as of ${formatDateTime('en', at, { seconds: true })}; changes of the last ${ageEn(seconds)} are waiting to be added.`,

  filter: {
    label: 'Course',
    show: 'Show this course',
    chip: (course: string) => `Course: ${course}`,
  },
  find: { label: 'Find another unit', hint: 'Name or code, with or without accents', button: 'Find unit' },
  download: 'Download figures',

  rates: {
    title: 'Of those assigned',
    completed: 'Completed',
    started: 'Started',
    overdue: 'Overdue',
  },
  columns: {
    course: 'Course',
    unit: 'Unit',
    registered: 'People',
    assigned: 'Assigned',
    started: 'Started',
    completed: 'Completed',
    overdue: 'Overdue',
    completedUnassigned: 'Completed without assignment',
    withdrawnOverdue: 'Withdrawn after falling due',
    rate: 'Rate',
    chart: 'Chart: 0 to 100 per cent',
    all: 'All courses',
    total: (agency: string) => `Total: ${agency}`,
    sum: 'All courses together',
    own: 'Working in this agency itself',
  },
  courses: {
    title: 'Course by course',
    note: 'People of each course; while one course is shown, it alone is counted.',
    noteAll: 'Choose a course to see it alone in each unit.',
    none: 'There is no course yet',
    noneText: 'This table appears once the first course is published.',
  },
  files: {
    title: 'Download the figures',
    note: 'CSV files open directly in Excel with their diacritics. They hold all courses, as of the moment of download.',
    units: 'Download units and courses (CSV)',
    unitsText: (agency: string) =>
      `${agency} and all units below, one line for each unit and course: people, assigned, started, completed, overdue, without assignment, rate.`,
    people: 'Download people and courses (CSV)',
    peopleText:
      'One line for each person and course: number, name, unit, state, assigned on, due, completed on, certificate number. It holds personal data; each download is recorded.',
  },

  choose: {
    title: 'Completion reports',
    lede: 'Choose a unit to see the completion rate of it and of the units below.',
    search: 'Find a unit',
    button: 'Find unit',
    granted: 'Units you may see',
    found: (n: number, query: string) => `${formatCount('en', n, 'unit', 'units')} with “${query}”`,
    none: (query: string) => `There is no unit with “${query}”`,
    noneText: 'Only units that you may see are searched. Try fewer letters, or the code.',
    back: 'Back to the units you may see',
    people: (n: number) => formatPeople('en', n),
    units: (n: number) => (n === 0 ? '' : `${formatCount('en', n, 'unit', 'units')} directly below`),
    within: (name: string) => `in ${name}`,
  },
} satisfies typeof vi;

export const reportWords = wordsOf({ vi, en });
