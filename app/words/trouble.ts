import { formatCount } from './format.ts';
import { wordsOf } from './locale.ts';

/** What goes wrong, as it was written down. */
export type TroubleDetail = Readonly<Record<string, string | number>>;

const seconds = (detail: TroubleDetail): number => Number(detail.aheadSeconds ?? 0);

/** What an administrator reads of machines that fail. */
const vi = {
  title: 'Sự cố của hệ thống',
  lede: 'Những gì máy chủ tự phát hiện trong 24 giờ qua, kể cả những gì đã tự khắc phục.',
  none: { title: 'Không có sự cố nào', text: 'Trong 24 giờ qua, mọi tiến trình và kho tài liệu đều hoạt động.' },
  going: 'Đang xảy ra',
  over: 'Đã hết',
  since: (at: string) => `Từ ${at}`,
  last: (at: string) => `gần nhất ${at}`,
  ended: (at: string) => `hết lúc ${at}`,
  times: (count: number) => formatCount('vi', count, 'lần'),
  more: (count: number) => `Còn ${count} sự cố khác, xem trong nhật ký máy chủ.`,
  worker: 'Tiến trình nền (worker)',
  workerRuns: (count: number, at: string) =>
    count > 0 ? `${count} tiến trình đang chạy` : `Không chạy, lần cuối thấy lúc ${at}`,
  workerNever: 'Chưa từng chạy',
  kinds: {
    process: (subject: string, detail: TroubleDetail) => {
      const name =
        { web: 'Tiến trình phục vụ trang (web)', worker: 'Tiến trình nền (worker)', postgres: 'Cơ sở dữ liệu' }[
          subject
        ] ?? subject;
      return `${name} đã dừng ${detail.ended ?? 1} lần và được khởi động lại (${detail.how ?? '?'})`;
    },
    clock: (subject: string, detail: TroubleDetail) =>
      `Đồng hồ của ${subject} ${seconds(detail) > 0 ? 'nhanh' : 'chậm'} ${Math.abs(seconds(detail))} giây so với cơ sở dữ liệu; tiến trình này không nhận việc`,
    storage: (subject: string, detail: TroubleDetail) => {
      const states: Record<string, string> = {
        absent: 'không tìm thấy kho tài liệu đã đánh dấu',
        foreign: 'thư mục tài liệu là của một hệ thống khác',
        unwritable: 'kho tài liệu không ghi được',
      };
      return `${subject}: ${states[String(detail.state)] ?? 'kho tài liệu không dùng được'}; chứng chỉ chờ cấp`;
    },
    document: (subject: string, detail: TroubleDetail) =>
      `Tài liệu của chứng chỉ ${subject} ${detail.fault === 'altered' ? 'đã bị sửa đổi' : 'không có trong kho'}; bản vẽ lại ${
        detail.drawnAgain === 'equal' ? 'giống hệt bản đã cấp' : 'khác bản đã cấp nên không được dùng'
      }`,
  },
};

const en: typeof vi = {
  title: 'Trouble with the system',
  lede: 'What the servers noticed within 24 hours, including what has mended itself.',
  none: { title: 'No trouble', text: 'For 24 hours all processes and the storage of documents have worked.' },
  going: 'Going on',
  over: 'Over',
  since: (at) => `Since ${at}`,
  last: (at) => `last ${at}`,
  ended: (at) => `over at ${at}`,
  times: (count) => formatCount('en', count, 'time', 'times'),
  more: (count) => `${count} more: see the logs of the servers.`,
  worker: 'Background process (worker)',
  workerRuns: (count, at) =>
    count > 0 ? formatCount('en', count, 'process runs', 'processes run') : `Not running, last seen at ${at}`,
  workerNever: 'Never seen',
  kinds: {
    process: (subject, detail) => {
      const name =
        { web: 'The web process', worker: 'The background process (worker)', postgres: 'The database' }[subject] ??
        subject;
      return `${name} has ended ${formatCount('en', Number(detail.ended ?? 1), 'time', 'times')} and is started again (${detail.how ?? '?'})`;
    },
    clock: (subject, detail) =>
      `The clock of ${subject} is ${Math.abs(seconds(detail))} seconds ${seconds(detail) > 0 ? 'ahead of' : 'behind'} the database: this process takes no work`,
    storage: (subject, detail) => {
      const states: Record<string, string> = {
        absent: 'the marked storage of documents is not to be found',
        foreign: 'the folder of documents belongs to another system',
        unwritable: 'the storage of documents cannot be written',
      };
      return `${subject}: ${states[String(detail.state)] ?? 'the storage of documents cannot be used'}; certificates wait`;
    },
    document: (subject, detail) =>
      `The document of certificate ${subject} ${detail.fault === 'altered' ? 'was altered' : 'is not in the storage'}; drawn again it is ${
        detail.drawnAgain === 'equal' ? 'the same as the one issued' : 'another than the one issued, and not used'
      }`,
  },
};

export const troubleWords = wordsOf({ vi, en });
