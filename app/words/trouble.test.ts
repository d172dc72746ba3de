import { expect, test } from 'vitest';
import { troubleWords } from './trouble.ts';

const say = (
  locale: 'vi' | 'en',
  kind: 'process' | 'clock' | 'storage',
  subject: string,
  detail: Record<string, string | number>,
) => troubleWords(locale).kinds[kind](subject, detail).replaceAll('\u00a0', ' ');

test('how a process ended is told in the reader’s language', () => {
  const ends = (how: string) => say('vi', 'process', 'worker', { how, ended: 6 });
  const begin = 'Tiến trình nền (worker) đã dừng 6 lần và được khởi động lại';
  expect(ends('exit code 1')).toBe(`${begin}, lần gần nhất với mã thoát 1`);
  expect(ends('signal SIGKILL')).toBe(`${begin}, lần gần nhất do tín hiệu SIGKILL`);
  expect(ends('a standstill: it answered nothing')).toBe(`${begin}, lần gần nhất vì không phản hồi`);
  expect(ends('has ended')).toBe(begin);
  expect(ends('No space left')).toBe(`${begin}; thông báo của máy chủ: “No space left”`);
  expect(say('en', 'process', 'postgres', { how: 'stands still', ended: 1 })).toBe(
    'The database has ended 1 time and is started again, last because it answered nothing',
  );
});

test('a clock that differs is told in units that a person uses', () => {
  const by = (aheadSeconds: number) => say('en', 'clock', 'worker@m1', { aheadSeconds });
  expect(by(86_400)).toBe(
    'The clock of m1, where the background process (worker) runs, is 24 hours ahead of the database: this process takes no work until it is right',
  );
  expect(by(-90)).toContain('is 2 minutes behind the database');
  expect(by(3 * 86_400)).toContain('is 3 days ahead of');
  expect(say('vi', 'clock', 'web@m1', { aheadSeconds: 30 })).toContain('nhanh 30 giây so với cơ sở dữ liệu');
});

test('a storage that is away is told with who sees it so', () => {
  expect(say('vi', 'storage', 'web@m1', { state: 'absent' })).toBe(
    'Không tìm thấy kho tài liệu đã đánh dấu (tiến trình phục vụ trang (web) trên máy m1); trong lúc đó chưa cấp được chứng chỉ',
  );
  expect(say('en', 'storage', 'documents', { reason: 'EIO' })).toBe(
    'The storage of documents cannot be used; meanwhile no certificate is issued',
  );
});
