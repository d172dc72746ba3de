import { Actions, Button, ButtonLink } from '../button.tsx';
import { A } from '../link.tsx';
import { type Part, Section } from './part.tsx';

export function Buttons({ say }: Part) {
  return (
    <Section id="buttons" title={say('Nút và liên kết', 'Buttons and links')}>
      <Actions>
        <Button>{say('Lưu và tiếp tục', 'Save and continue')}</Button>
        <Button look="quiet">{say('Quay lại', 'Go back')}</Button>
        <Button look="alarm">{say('Thu hồi chứng chỉ', 'Revoke certificate')}</Button>
        <ButtonLink look="plain" href="#skip">
          {say('Bỏ qua bước này', 'Skip this step')}
        </ButtonLink>
        <ButtonLink look="quiet" slim icon="download" href="#csv">
          CSV
        </ButtonLink>
        <Button busy={say('Đang nộp bài', 'Submitting')}>{say('Nộp bài', 'Submit')}</Button>
        <ButtonLink icon="download" href="#pdf">
          {say('Tải chứng chỉ', 'Download certificate')} (PDF, 58 KB)
        </ButtonLink>
      </Actions>
      <p>
        {say('Liên kết trong câu: ', 'A link in a sentence: ')}
        <A href="#course">{say('Phục vụ lấy người dân làm trung tâm', 'Citizen-centred public service')}</A>.
      </p>
    </Section>
  );
}
