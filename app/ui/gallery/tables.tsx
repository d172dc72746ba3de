import { formatNumber, formatPercent } from '#app/words/format.ts';
import { Bars, HeatTable, TargetBar } from '../chart.tsx';
import { Rate } from '../facts.tsx';
import { A } from '../link.tsx';
import { BarCell, Caption, ColumnHead, FoldingCell, FoldingRow, FoldingTable, TableScroll } from '../table.tsx';
import { StatusTag, Tag } from '../tag.tsx';
import { type Part, Section, TORTURE } from './part.tsx';

const ROWS = [
  ['Sở Nội vụ thành phố Đà Nẵng', 148, 137],
  ['Sở Khoa học và Công nghệ thành phố Đà Nẵng', 121, 101],
  [TORTURE, 65, 31],
] as const;

const headsOf = (say: Part['say']) => ({
  unit: say('Đơn vị', 'Unit'),
  assigned: say('Được giao', 'Assigned'),
  passed: say('Đã đạt', 'Passed'),
  rate: say('Tỷ lệ', 'Rate'),
  status: say('Tình trạng', 'Status'),
});

export function Tables(part: Part) {
  const { say } = part;
  return (
    <Section id="tables" title={say('Bảng và biểu đồ', 'Tables and charts')}>
      <Scrolling {...part} />
      <Folding {...part} />
      <Charts {...part} />
      <Heat {...part} />
    </Section>
  );
}

function Scrolling({ locale, say }: Part) {
  const heads = headsOf(say);
  return (
    <TableScroll locale={locale} label={say('Bảng mẫu', 'Sample table')}>
      <table>
        <Caption note={say('Số căn phải, chữ số cùng bề rộng', 'Numbers right, digits of one width')}>
          {say('Bảng có đầu dính', 'A table whose head stays')}
        </Caption>
        <thead>
          <tr>
            <ColumnHead href="#by-unit">{heads.unit}</ColumnHead>
            <ColumnHead numeric href="#by-assigned" sorted="descending">
              {heads.assigned}
            </ColumnHead>
            <ColumnHead numeric>{heads.passed}</ColumnHead>
            <ColumnHead numeric>{heads.rate}</ColumnHead>
            <ColumnHead>{heads.status}</ColumnHead>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([unit, assigned, passed]) => (
            <tr key={unit}>
              <th scope="row">{unit}</th>
              <td className="num">{formatNumber(locale, assigned)}</td>
              <td className="num">{formatNumber(locale, passed)}</td>
              <td className="num">{formatPercent(locale, passed, assigned)}</td>
              <td>
                <StatusTag locale={locale} status="learning" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Folding({ locale, say }: Part) {
  const heads = headsOf(say);
  return (
    <FoldingTable>
      <Caption>{say('Danh sách gập lại trên điện thoại', 'Records that fold on a phone')}</Caption>
      <thead>
        <tr>
          <ColumnHead href="#by-name" sorted="ascending">
            {heads.unit}
          </ColumnHead>
          <th scope="col">
            <span className="unseen">{say('Biểu đồ', 'Chart')}</span>
          </th>
          <ColumnHead numeric>{heads.rate}</ColumnHead>
          <ColumnHead>{heads.status}</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([unit, assigned, passed]) => (
          <FoldingRow key={unit}>
            <th scope="row">{unit}</th>
            <BarCell percent={(passed / assigned) * 100} target={90} />
            <FoldingCell label={heads.rate} numeric>
              <Rate locale={locale} numerator={passed} denominator={assigned} />
            </FoldingCell>
            <FoldingCell label={heads.status}>
              <Tag tone="warn" icon="clock">
                {say('Cách 6,5 điểm', '6.5 points short')}
              </Tag>
            </FoldingCell>
          </FoldingRow>
        ))}
      </tbody>
    </FoldingTable>
  );
}

function Charts({ locale, say }: Part) {
  return (
    <>
      <TargetBar
        level={3}
        title={say('Đã đạt so với mục tiêu', 'Passed against the target')}
        deck={say('Phần trăm số người được giao', 'Per cent of people assigned')}
        label={say(
          'Đã đạt 46,8% trên mục tiêu 90 phần trăm, còn thiếu 43,2 điểm.',
          'Passed 46.8% against a target of 90 per cent, 43.2 points short.',
        )}
        percent={46.8}
        mark={formatPercent(locale, 468, 1000)}
        target={90}
        targetMark={say('Mục tiêu 90%', 'Target 90%')}
        gapMark={say('thiếu 43,2 điểm', '43.2 points short')}
        source={say('Nguồn: sổ kết quả Trúc.', 'Source: the Trúc register.')}
      />
      <Bars
        locale={locale}
        level={3}
        title={say('Tháng 9/2026 hoàn thành nhiều nhất: 1.204', 'Most completions in September 2026: 1,204')}
        deck={say('Số lần hoàn thành, 12 tháng đến 18/11/2026', 'Completions, 12 months to 18 November 2026')}
        label={say(
          'Tháng 9/2026 hoàn thành nhiều nhất: 1.204. Tháng này đến nay 410.',
          'Most completions in September 2026: 1,204. This month so far 410.',
        )}
        items={[90, 120, 64, 210, 305, 402, 380, 455, 720, 1204, 1130, 410].map((value, at) => ({
          key: String(at),
          label: at === 0 ? '12/25' : `${at}/26`,
          value,
          partial: at === 11 ? say('đến 18/11', 'to 18 November') : undefined,
        }))}
      />
    </>
  );
}

function Heat({ locale, say }: Part) {
  return (
    <HeatTable
      locale={locale}
      caption={say('Tỷ lệ hoàn thành theo đơn vị và khóa học', 'Completion rate by unit and course')}
      scaleLabel={say('Thang màu', 'Scale of colours')}
      steps={
        locale === 'vi'
          ? ['dưới 20%', '20–39%', '40–59%', '60–79%', 'từ 80%']
          : ['under 20%', '20–39%', '40–59%', '60–79%', '80% and up']
      }
      corner={headsOf(say).unit}
      columns={[
        { key: 'a1', code: 'A1', title: say('ASEAN căn bản', 'ASEAN essentials'), href: '#heat-a1' },
        { key: 'k1', code: 'K1', title: say('Phục vụ người dân', 'Citizen-centred service') },
      ]}
      rows={ROWS.map(([unit, assigned, passed], at) => ({
        key: unit,
        head: <A href={`#heat-${at}`}>{unit}</A>,
        cells: [
          { numerator: passed, denominator: assigned },
          at === 0
            ? { numerator: 3, denominator: 7 }
            : { numerator: at === 1 ? 25 : 0, denominator: at === 1 ? 81 : 0 },
        ],
      }))}
      foot={{
        key: 'all',
        head: say('Cộng', 'Total'),
        cells: [
          { numerator: 269, denominator: 334 },
          { numerator: 28, denominator: 88 },
        ],
      }}
    />
  );
}
