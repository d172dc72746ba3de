import {
  formatCount,
  formatDate,
  formatDateTime,
  formatMonth,
  formatNumber,
  formatPeople,
  formatPercent,
  type Moment,
} from './format.ts';
import { wordsOf } from './locale.ts';

/** What the page's numbers count: people of one course, or the assignments of several. */
export type Counted = 'people' | 'assignments';
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
  units: {
    title: 'Từng đơn vị trực tiếp bên dưới',
    note: 'Tỷ lệ hoàn thành trên số được giao, gồm cả các đơn vị bên dưới nữa; xếp từ cao xuống thấp. Ô càng khác màu nền, tỷ lệ càng cao. Dưới 10 người chỉ in số người.',
    noteCourse: 'Gồm cả các đơn vị bên dưới nữa; xếp theo tỷ lệ từ cao xuống thấp. Dưới 10 người chỉ in số người.',
    caption: (agency: string) => `Tỷ lệ hoàn thành theo đơn vị và khóa học, ${agency}`,
    captionCourse: (agency: string, course: string) => `Khóa ${course} theo đơn vị, ${agency}`,
    none: 'Không có đơn vị nào bên dưới',
    noneText: 'Đây là đơn vị cuối của cây tổ chức. Tên từng người có trong tệp CSV theo người.',
    find: 'Tìm trong các đơn vị này',
    pages: 'Các trang đơn vị',
    rows: (first: number, last: number, count: number) =>
      `Hàng ${formatNumber('vi', first)}–${formatNumber('vi', last)} trong ${formatNumber('vi', count)}`,
    found: (found: number, count: number, query: string) =>
      found === 0
        ? `Không có đơn vị nào có “${query}” trong ${formatCount('vi', count, 'đơn vị')}.`
        : `${formatNumber('vi', found)} trong ${formatCount('vi', count, 'đơn vị')} có “${query}”.`,
    all: 'Xem mọi đơn vị',
    others: (n: number) => `${formatCount('vi', n, 'đơn vị')} khác, không có trong trang này`,
    adds: 'Các đơn vị không có trong trang này được gộp vào một hàng, nên dòng cộng luôn tính đủ.',
    scale: 'Thang màu',
    steps: ['dưới 20%', '20–39%', '40–59%', '60–79%', 'từ 80%'],
  },
  months: {
    title: 'Hoàn thành theo tháng',
    best: (month: Moment, n: number) =>
      `Tháng ${formatMonth('vi', month)} hoàn thành nhiều nhất: ${formatNumber('vi', n)}`,
    only: (month: Moment, n: number) => `Tháng ${formatMonth('vi', month)}: ${formatNumber('vi', n)} hoàn thành`,
    all: (n: number) => `12 tháng qua: ${formatNumber('vi', n)} lần hoàn thành`,
    deck: (at: Moment, hasAll: boolean) =>
      `Số lần hoàn thành ${hasAll ? 'các khóa học' : 'khóa học'} trong 12 tháng đến ${formatDate('vi', at)}, kể cả người tự học`,
    said: (finding: string, thisMonth: number, sum: number) =>
      `${finding}. Tháng này đến nay ${formatNumber('vi', thisMonth)}, cả 12 tháng ${formatNumber('vi', sum)}.`,
    until: (at: Moment) => `đến ${formatDate('vi', at, { year: false })}`,
    source: 'Mỗi lần hoàn thành tính cho cơ quan và tháng của lúc ấy; về sau chuyển công tác không làm đổi tháng cũ.',
    difference: (ever: number, assigned: number, own: number) =>
      [
        `Từ đầu đến nay các tháng cộng lại là ${formatNumber('vi', ever)} lần hoàn thành; các bảng ở trên có ${formatNumber('vi', assigned + own)} (${formatNumber('vi', assigned)} được giao, ${formatNumber('vi', own)} ngoài diện giao).`,
        ever > assigned + own
          ? `Chênh ${formatNumber('vi', ever - assigned - own)}: của người đã chuyển đi, thôi công tác hoặc được miễn, và kết quả không còn hiệu lực, sau khi trừ kết quả của người chuyển đến.`
          : `Chênh ${formatNumber('vi', assigned + own - ever)}: kết quả của người chuyển đến, sau khi trừ người đã chuyển đi, thôi công tác hoặc được miễn, và kết quả không còn hiệu lực.`,
      ].join(' '),
    none: 'Chưa có ai hoàn thành trong 12 tháng qua',
    noneText: 'Biểu đồ hiện ra khi có người hoàn thành khóa học đầu tiên.',
    data: 'Số liệu của biểu đồ',
    month: 'Tháng',
    completed: 'Hoàn thành',
    enrolled: 'Ghi danh',
  },
  how: {
    title: 'Con số này tính thế nào',
    summary: 'Cách tính từng cột',
    terms: {
      registered: 'Người có vị trí công tác chính hiện nay ở đơn vị này hoặc đơn vị bên dưới. Mỗi người đếm một lần.',
      assigned: 'Người được giao khóa học và không được miễn.',
      started: 'Người được giao đã vào học.',
      completed: 'Người được giao có kết quả đạt còn hiệu lực.',
      overdue: 'Người được giao chưa hoàn thành khi hạn đã qua.',
      completedUnassigned: 'Người có kết quả đạt mà không được giao. Cột này không nằm trong tỷ lệ.',
      withdrawnOverdue:
        'Người được bỏ giao sau khi đã quá hạn (kể cả khi hạn đã được đổi), từ đó không được giao lại và chưa hoàn thành. Họ không còn nằm trong tỷ lệ, nên được đếm riêng; lý do được lưu.',
      rate: 'Đã hoàn thành chia cho được giao, cắt xuống một chữ số thập phân, không bao giờ quá 100%. Khi số được giao dưới 10, chỉ in số người.',
    },
    assignments:
      'Khi xem mọi khóa học, mỗi khóa giao cho một người là một lượt: một người được giao hai khóa là hai lượt.',
    own: 'Đơn vị trên bằng đúng tổng các đơn vị dưới cộng người làm việc ngay tại cơ quan ấy.',
    recount: 'Đếm lại gần nhất',
    recounted: (at: Moment, compared: number, differences: number) =>
      `${formatDateTime('vi', at)}: đếm lại từ sổ gốc ${formatNumber('vi', compared)} con số của toàn hệ thống, ${
        differences === 0
          ? 'không có chênh lệch.'
          : `có ${formatNumber('vi', differences)} chênh lệch, đang được xem lại.`
      }`,
    neverRecounted: 'Chưa đếm lại lần nào. Mỗi đêm hệ thống đếm lại từ sổ gốc một lần.',
    source: 'Nguồn: sổ kết quả Trúc.',
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
  units: {
    title: 'Units directly below',
    note: 'Completed of those assigned, with everything further below; highest first. The more a cell stands out from the page, the higher its rate. Under 10 people only the counts are printed.',
    noteCourse: 'With everything further below; highest rate first. Under 10 people only the counts are printed.',
    caption: (agency: string) => `Completion rate by unit and course, ${agency}`,
    captionCourse: (agency: string, course: string) => `Course ${course} by unit, ${agency}`,
    none: 'There is no unit below',
    noneText: 'This is the last unit of the tree. The names are in the CSV file of people.',
    find: 'Find among these units',
    pages: 'Pages of units',
    rows: (first: number, last: number, count: number) =>
      `Rows ${formatNumber('en', first)}–${formatNumber('en', last)} of ${formatNumber('en', count)}`,
    found: (found: number, count: number, query: string) =>
      found === 0
        ? `None of ${formatCount('en', count, 'unit', 'units')} has “${query}”.`
        : `${formatNumber('en', found)} of ${formatCount('en', count, 'unit', 'units')} with “${query}”.`,
    all: 'Show all units',
    others: (n: number) => `${formatCount('en', n, 'other unit', 'other units')}, not on this page`,
    adds: 'The units that are not on this page are added up in one row, so that the total is always complete.',
    scale: 'Scale of colours',
    steps: ['under 20%', '20–39%', '40–59%', '60–79%', '80% and up'],
  },
  months: {
    title: 'Completions by month',
    best: (month: Moment, n: number) => `Most completions in ${formatMonth('en', month)}: ${formatNumber('en', n)}`,
    only: (month: Moment, n: number) =>
      `${formatMonth('en', month)}: ${formatCount('en', n, 'completion', 'completions')}`,
    all: (n: number) => `The last 12 months: ${formatCount('en', n, 'completion', 'completions')}`,
    deck: (at: Moment, hasAll: boolean) =>
      `Completions of ${hasAll ? 'all courses' : 'the course'} in the 12 months to ${formatDate('en', at)}, own choice included`,
    said: (finding: string, thisMonth: number, sum: number) =>
      `${finding}. This month so far ${formatNumber('en', thisMonth)}, all 12 months ${formatNumber('en', sum)}.`,
    until: (at: Moment) => `to ${formatDate('en', at, { year: false })}`,
    source: 'Each completion counts for the agency and month of that moment; a later move changes no past month.',
    difference: (ever: number, assigned: number, own: number) =>
      [
        `Since the beginning the months add up to ${formatCount('en', ever, 'completion', 'completions')}; the tables above hold ${formatNumber('en', assigned + own)} (${formatNumber('en', assigned)} assigned, ${formatNumber('en', own)} without assignment).`,
        ever > assigned + own
          ? `The difference of ${formatNumber('en', ever - assigned - own)} is people who have moved away, left or been waived, and results that are no longer valid, less the results of people who came.`
          : `The difference of ${formatNumber('en', assigned + own - ever)} is results of people who came, less people who have moved away, left or been waived, and results that are no longer valid.`,
      ].join(' '),
    none: 'Nobody completed a course in the last 12 months',
    noneText: 'A chart appears once somebody completes a first course.',
    data: 'Figures of the chart',
    month: 'Month',
    completed: 'Completed',
    enrolled: 'Enrolled',
  },
  how: {
    title: 'How these figures are counted',
    summary: 'What each column counts',
    terms: {
      registered: 'People whose main post is now in this unit or one below it. Each person counts once.',
      assigned: 'People who were assigned the course and are not waived.',
      started: 'People assigned who have begun the course.',
      completed: 'People assigned whose result is a pass that is still valid.',
      overdue: 'People assigned who have not completed it although the due date has passed.',
      completedUnassigned: 'People with a valid pass who were not assigned the course. They are not in the rate.',
      withdrawnOverdue:
        'People whose assignment was withdrawn after it had been overdue, even if its date was moved first, and who have neither been assigned it again nor completed it. They are no longer in the rate, so they are counted here; the reason is kept.',
      rate: 'Completed divided by assigned, cut down to one decimal, never above 100%. When fewer than 10 are assigned, only the counts are printed.',
    },
    assignments:
      'Over all courses, one course assigned to one person is one assignment: a person with two courses counts as two.',
    own: 'A unit is exactly the sum of the units below it and of those who work in that agency itself.',
    recount: 'Last recount',
    recounted: (at: Moment, compared: number, differences: number) =>
      `${formatDateTime('en', at)}: ${formatCount('en', compared, 'figure', 'figures')} of the whole system counted again from the register, ${
        differences === 0
          ? 'no difference.'
          : `${formatCount('en', differences, 'difference', 'differences')}, being looked into.`
      }`,
    neverRecounted: 'Not recounted yet. Every night all is counted once more from the register.',
    source: 'Source: the Trúc register.',
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
