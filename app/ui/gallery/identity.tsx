import { formatBytes, formatDate, formatMinutes, formatNumber, formatPercent } from '#app/words/format.ts';
import { Mark } from '../mark.tsx';
import { Brand } from '../masthead.tsx';
import { NOW, type Part, Section, TORTURE } from './part.tsx';

const COLOURS = [
  ['paper', 'Giấy, nền trang', 'Paper, the page'],
  ['sheet', 'Tờ, ô nhập, hộp thoại', 'Sheet, fields, dialogs'],
  ['sand', 'Nền yên', 'Quiet ground'],
  ['line', 'Đường ngăn', 'Rules'],
  ['edge', 'Viền điều khiển', 'Borders of controls'],
  ['ink', 'Mực, chữ chính', 'Ink, text'],
  ['ink-2', 'Chữ phụ', 'Second text'],
  ['brand', 'Trúc, việc chính, đã xong', 'Bamboo, action, done'],
  ['brand-soft', 'Đang chọn', 'Chosen'],
  ['info', 'Chàm, thông tin', 'Indigo, information'],
  ['warn', 'Nghệ, sắp đến hạn', 'Turmeric, soon'],
  ['alarm', 'Son, lỗi và thu hồi', 'Lacquer, error and revoked'],
  ['gold-line', 'Thếp, chỉ trên chứng chỉ', 'Gold, certificates only'],
] as const;

export function Identity({ locale, say }: Part) {
  return (
    <>
      <Section id="mark" title={say('Dấu', 'Mark')}>
        <div className="row">
          <Mark size={96} />
          <Mark size={48} />
          <Mark size={32} />
          <Mark size={20} />
          <Brand locale={locale} />
        </div>
      </Section>
      <Section id="colour" title={say('Màu', 'Colour')}>
        <ul className="swatches">
          {COLOURS.map(([name, vi, en]) => (
            <li key={name}>
              <svg viewBox="0 0 64 40" preserveAspectRatio="none" aria-hidden="true">
                <rect width="64" height="40" rx="2" fill={`var(--${name})`} stroke="var(--edge)" />
              </svg>
              <b>{name}</b>
              <span className="muted small">{say(vi, en)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section id="type" title={say('Chữ', 'Type')}>
        <div className="stack">
          <p className="sz8">{TORTURE}</p>
          <p className="sz7">{say('Khiếu nại, tố cáo, phản ánh', 'Complaints, denunciations, feedback')} – 24</p>
          <p className="sz6">Nguyễn Thị Lệ Quỳnh, Đỗ Ngọc Diễm – 21</p>
          <p className="sz5">{say('Lấy người dân làm trung tâm phục vụ', 'Citizens at the centre of service')} – 18</p>
          <p>{TORTURE}</p>
          <p className="sz2">{say('Gợi ý, đầu bảng, thời điểm lưu', 'Hints, table heads, the time of saving')} – 14</p>
          <p className="fig">
            {formatNumber(locale, 1111111)} · {formatNumber(locale, 4876757)} · {formatPercent(locale, 469, 1000)} ·{' '}
            {formatNumber(locale, -43.1)} · {formatMinutes(locale, 20)} · {formatBytes(locale, 58000)} ·{' '}
            {formatDate(locale, NOW, { weekday: true })}
          </p>
        </div>
      </Section>
    </>
  );
}
