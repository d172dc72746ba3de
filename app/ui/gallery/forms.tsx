import { Faults } from '../faults.tsx';
import { Choice, DateFields, Field, FieldGroup, PasswordField, Select, TextArea } from '../field.tsx';
import { ThemeSwitch } from '../masthead.tsx';
import { type Part, Section, TORTURE } from './part.tsx';

export function Forms({ locale, say }: Part) {
  return (
    <>
      <Section id="fields" title={say('Ô nhập', 'Fields')}>
        <div className="split halves">
          <TypedFields locale={locale} say={say} />
          <ChosenFields locale={locale} say={say} />
        </div>
      </Section>
      <Section id="fault-list" title={say('Lỗi khi nhập', 'Faults in a form')}>
        <Faults
          locale={locale}
          level={3}
          title={say('Chưa giao được', 'Not assigned yet')}
          faults={[
            {
              field: 'g-due-year',
              message: say(
                'Hạn hoàn thành phải sau hôm nay, 18/11/2026',
                'The due date must be after today, 18 November 2026',
              ),
            },
            { field: 'g-units', message: say('Chọn ít nhất một đơn vị', 'Choose at least one unit') },
          ]}
        />
        <ThemeSwitch locale={locale} action="#theme" returnTo="/ui" theme="auto" />
      </Section>
    </>
  );
}

/** What is typed, and a choice from a list. */
function TypedFields({ locale, say }: Part) {
  return (
    <div>
      <Field id="g-name" label={say('Họ và tên', 'Full name')} autoComplete="name" defaultValue="Nguyễn Thị Lan" />
      <Select
        id="g-unit"
        label={say('Cơ quan', 'Agency')}
        hint={say('Gõ có dấu hoặc không dấu đều được', 'With or without diacritics')}
        options={[
          { value: '1', label: 'Ủy ban nhân dân xã Bà Nà' },
          { value: '2', label: TORTURE },
        ]}
      />
      <TextArea id="g-reason" label={say('Lý do miễn', 'Reason for the waiver')} />
      <PasswordField locale={locale} id="g-password" label={say('Mật khẩu', 'Password')} />
      <PasswordField
        locale={locale}
        id="g-new-password"
        label={say('Mật khẩu mới', 'New password')}
        autoComplete="new-password"
        error={say('Nhập ít nhất 12 ký tự', 'Enter at least 12 characters')}
      />
    </div>
  );
}

/** Days, a file, a number, and what is chosen among few. */
function ChosenFields({ locale, say }: Part) {
  return (
    <div>
      <DateFields
        locale={locale}
        id="g-from"
        legend={say('Ngày hiệu lực', 'Effective date')}
        hint={say('Ví dụ: 01 07 2025', 'For example: 01 07 2025')}
      />
      <DateFields
        locale={locale}
        id="g-due"
        legend={say('Hạn hoàn thành', 'Due date')}
        value={{ day: '20', month: '11', year: '2025' }}
        wrong={['year']}
        error={say('Hạn hoàn thành phải sau hôm nay, 18/11/2026', 'The due date must be after today, 18 November 2026')}
      />
      <Field
        id="g-file"
        type="file"
        label={say('Danh sách nhân sự', 'Staff list')}
        hint={say(
          'CSV hoặc XLSX, tối đa 20 MB. Xem trước rồi mới ghi.',
          'CSV or XLSX, up to 20 MB. Previewed before anything is written.',
        )}
        accept=".csv,.xlsx"
      />
      <Field
        id="g-pass"
        short
        inputMode="numeric"
        label={say('Mức đạt (%)', 'Pass mark (%)')}
        hint={say('Thường là 70', 'Usually 70')}
        error={say('Nhập số từ 50 đến 100', 'Enter a number from 50 to 100')}
        defaultValue="30"
      />
      <FieldGroup id="g-language" legend={say('Ngôn ngữ chứng chỉ', 'Language of the certificate')}>
        <Choice
          name="g-language"
          value="both"
          defaultChecked
          label={say('Tiếng Việt, tiếng Anh ở dưới', 'Vietnamese, English beneath')}
        />
        <Choice
          name="g-language"
          value="vi"
          label={say('Chỉ tiếng Việt', 'Vietnamese only')}
          hint={say('Dùng trong nước', 'For use at home')}
        />
      </FieldGroup>
      <FieldGroup
        id="g-units"
        legend={say('Đơn vị', 'Units')}
        error={say('Chọn ít nhất một đơn vị', 'Choose at least one unit')}
      >
        <Choice type="checkbox" name="g-units" value="1" aria-invalid label="Ủy ban nhân dân xã Bà Nà" />
        <Choice type="checkbox" name="g-units" value="2" defaultChecked label={TORTURE} />
      </FieldGroup>
    </div>
  );
}
