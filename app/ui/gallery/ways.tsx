import { Chips, Crumbs, Disclosure, Pager, Segments, Steps, Tabs } from '../wayfinding.tsx';
import { type Part, Section, TORTURE } from './part.tsx';

export function Ways({ locale, say }: Part) {
  return (
    <Section id="ways" title={say('Thẻ, mở rộng, đường dẫn, các bước', 'Tabs, disclosure, crumbs, steps')}>
      <div className="stack">
        <Tabs
          label={say('Thẻ mẫu', 'Sample tabs')}
          items={[
            { href: '#overview', label: say('Tổng quan', 'Overview'), current: true },
            { href: '#units', label: say('Đơn vị', 'Units') },
            { href: '#by-course', label: say('Khóa học', 'Courses') },
          ]}
        />
        <Crumbs
          locale={locale}
          items={[
            { href: '#report', label: say('Báo cáo', 'Reports') },
            { href: '#danang', label: 'Đà Nẵng' },
          ]}
          here={TORTURE}
        />
        <Disclosure summary={say('Cách tính tỷ lệ', 'How the rate is counted')}>
          <p>{say('Số người đạt chia cho số người được giao.', 'People who passed, divided by people assigned.')}</p>
        </Disclosure>
        <Disclosure summary={say('Đếm lại gần nhất', 'Last recount')} open>
          <p>{say('Khớp, không có chênh lệch.', 'It agrees; no difference.')}</p>
        </Disclosure>
        <Steps
          locale={locale}
          current={1}
          items={[
            { label: say('Chọn khóa học', 'Choose a course'), href: '#step-1' },
            { label: say('Chọn người', 'Choose people') },
            { label: say('Xem trước', 'Preview') },
            { label: say('Đã giao', 'Assigned') },
          ]}
        />
        <Segments
          label={say('Ngôn ngữ của bài', 'Language of the lesson')}
          items={[
            { href: '#vi', label: 'Tiếng Việt', lang: 'vi', current: locale === 'vi' },
            { href: '#en', label: 'English', lang: 'en', current: locale === 'en' },
            { href: '#both', label: say('Song song', 'Side by side') },
          ]}
        />
        <Chips
          locale={locale}
          clear="#all"
          items={[
            { href: '#no-unit', label: say('Đơn vị: phường Hải Vân, xã Bà Nà', 'Unit: Hai Van ward, Ba Na commune') },
            { href: '#no-course', label: say('Khóa: K1', 'Course: K1') },
          ]}
        />
        <Pager locale={locale} previous={null} next="#next">
          {say('25 người mỗi trang, xếp theo hạn', '25 people a page, sorted by due date')}
        </Pager>
      </div>
    </Section>
  );
}
