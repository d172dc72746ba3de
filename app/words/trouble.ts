import { formatCount, formatDays, formatWait } from './format.ts';
import { type Locale, wordsOf } from './locale.ts';

/** What goes wrong, as it was written down. */
type TroubleDetail = Readonly<Record<string, string | number>>;

const seconds = (detail: TroubleDetail): number => Number(detail.aheadSeconds ?? 0);

/** By how much a clock differs, in the unit that a person would use. */
function span(locale: Locale, detail: TroubleDetail): string {
  const by = Math.abs(seconds(detail));
  if (by >= 2 * 86_400) return formatDays(locale, Math.round(by / 86_400));
  if (by < 2 * 3_600) return formatWait(locale, by);
  const hours = Math.round(by / 3_600);
  return locale === 'vi' ? formatCount('vi', hours, 'giờ') : formatCount('en', hours, 'hour', 'hours');
}

/** How a process ended, as the supervisor wrote it down: `exit code 3`, `signal SIGKILL`, a standstill, or an error. */
function ending(
  detail: TroubleDetail,
  words: Record<'code' | 'signal' | 'error', (what: string) => string> & { still: string },
) {
  const how = String(detail.how ?? '');
  const [, kind, what = ''] = how.match(/^(exit code|signal) (\w+)$/) ?? [];
  if (kind) return kind === 'signal' ? words.signal(what) : words.code(what);
  if (/standstill|stands still/.test(how)) return words.still;
  return how === '' || how === 'has ended' ? '' : words.error(how);
}

/** `worker@host` in words; other subjects as they are. */
function placed(
  subject: string,
  processes: Record<string, string>,
  on: (name: string, host: string) => string,
): string {
  const [name = '', host] = subject.split('@');
  return host === undefined ? subject : on(processes[name] ?? name, host);
}

const processesVi: Record<string, string> = {
  web: 'tiến trình phục vụ trang (web)',
  worker: 'tiến trình nền (worker)',
  postgres: 'cơ sở dữ liệu',
};
const processesEn: Record<string, string> = {
  web: 'the web process',
  worker: 'the background process (worker)',
  postgres: 'the database',
};
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

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
      const how = ending(detail, {
        code: (code) => `, lần gần nhất với mã thoát ${code}`,
        signal: (name) => `, lần gần nhất do tín hiệu ${name}`,
        still: ', lần gần nhất vì không phản hồi',
        error: (message) => `; thông báo của máy chủ: “${message}”`,
      });
      const times = formatCount('vi', Number(detail.ended ?? 1), 'lần');
      return `${capital(processesVi[subject] ?? subject)} đã dừng ${times} và được khởi động lại${how}`;
    },
    clock: (subject: string, detail: TroubleDetail) =>
      `Đồng hồ của ${placed(subject, processesVi, (name, host) => `máy ${host}, nơi chạy ${name},`)} ${
        seconds(detail) > 0 ? 'nhanh' : 'chậm'
      } ${span('vi', detail)} so với cơ sở dữ liệu; tiến trình này không nhận việc cho đến khi đồng hồ đúng`,
    storage: (subject: string, detail: TroubleDetail) => {
      const states: Record<string, string> = {
        absent: 'Không tìm thấy kho tài liệu đã đánh dấu',
        foreign: 'Thư mục tài liệu là của một hệ thống khác',
        unwritable: 'Kho tài liệu không ghi được',
      };
      const state = states[String(detail.state)] ?? 'Kho tài liệu không dùng được';
      const seenBy = subject.includes('@')
        ? placed(subject, processesVi, (name, host) => ` (${name} trên máy ${host})`)
        : '';
      return `${state}${seenBy}; trong lúc đó chưa cấp được chứng chỉ`;
    },
    document: (subject: string, detail: TroubleDetail) =>
      `Tài liệu của chứng chỉ ${subject} ${
        { altered: 'đã bị sửa đổi', away: 'chưa đọc được từ kho' }[String(detail.fault)] ?? 'không có trong kho'
      }; bản vẽ lại ${detail.drawnAgain === 'equal' ? 'giống hệt bản đã cấp' : 'khác bản đã cấp nên không được dùng'}`,
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
      const how = ending(detail, {
        code: (code) => `, last with exit code ${code}`,
        signal: (name) => `, last by the signal ${name}`,
        still: ', last because it answered nothing',
        error: (message) => `; the server says: “${message}”`,
      });
      const times = formatCount('en', Number(detail.ended ?? 1), 'time', 'times');
      return `${capital(processesEn[subject] ?? subject)} has ended ${times} and is started again${how}`;
    },
    clock: (subject, detail) =>
      `The clock of ${placed(subject, processesEn, (name, host) => `${host}, where ${name} runs,`)} is ${span('en', detail)} ${
        seconds(detail) > 0 ? 'ahead of' : 'behind'
      } the database: this process takes no work until it is right`,
    storage: (subject, detail) => {
      const states: Record<string, string> = {
        absent: 'The marked storage of documents is not to be found',
        foreign: 'The folder of documents belongs to another system',
        unwritable: 'The storage of documents cannot be written',
      };
      const state = states[String(detail.state)] ?? 'The storage of documents cannot be used';
      const seenBy = subject.includes('@') ? placed(subject, processesEn, (name, host) => ` (${name} on ${host})`) : '';
      return `${state}${seenBy}; meanwhile no certificate is issued`;
    },
    document: (subject, detail) =>
      `The document of certificate ${subject} ${
        { altered: 'was altered', away: 'cannot be read from the storage' }[String(detail.fault)] ??
        'is not in the storage'
      }; drawn again it is ${
        detail.drawnAgain === 'equal' ? 'the same as the one issued' : 'another than the one issued, and not used'
      }`,
  },
};

export const troubleWords = wordsOf({ vi, en });
