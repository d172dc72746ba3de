import { useState } from 'react';
import { Button } from '../button.tsx';
import { Dialog, DialogBody } from '../dialog.tsx';
import { type Part, Section } from './part.tsx';

export function Overlays({ say }: Part) {
  const [open, setOpen] = useState(false);
  const question = say('Thu hồi chứng chỉ 7K2M-QX4D-9TVA-3HNC?', 'Revoke certificate 7K2M-QX4D-9TVA-3HNC?');
  const consequence = say(
    'Người được cấp và người kiểm tra sẽ thấy “đã thu hồi”. Không thể lấy lại.',
    'The holder and whoever verifies it will see “revoked”. This cannot be undone.',
  );
  const actions = (
    <>
      <Button type="button" look="alarm" onClick={() => setOpen(false)}>
        {say('Thu hồi chứng chỉ', 'Revoke certificate')}
      </Button>
      <Button type="button" look="quiet" data-harmless onClick={() => setOpen(false)}>
        {say('Giữ lại', 'Keep it')}
      </Button>
    </>
  );
  return (
    <Section id="dialogs" title={say('Hộp thoại', 'Dialogs')}>
      <p className="muted">
        {say(
          'Không có mã chạy ở trình duyệt thì đây là một trang xác nhận, cùng chữ, cùng nút.',
          'Where no script runs this is a page with the same words and buttons.',
        )}
      </p>
      <dialog className="here" open aria-labelledby="g-dialog-still-title">
        <DialogBody id="g-dialog-still" title={question} actions={actions}>
          {consequence}
        </DialogBody>
      </dialog>
      <Button type="button" look="quiet" onClick={() => setOpen(true)}>
        {say('Mở hộp thoại', 'Open the dialog')}
      </Button>
      <Dialog id="g-dialog" title={question} open={open} onClose={() => setOpen(false)} actions={actions}>
        {consequence}
      </Dialog>
    </Section>
  );
}
