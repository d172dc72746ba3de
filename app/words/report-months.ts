import { formatCount, formatDate, formatMonth, formatNumber, type Moment } from './format.ts';
import { wordsOf } from './locale.ts';

/** The completions of each month. */
const vi = {
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
};

const en = {
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
} satisfies typeof vi;

export const reportMonthsWords = wordsOf({ vi, en });
