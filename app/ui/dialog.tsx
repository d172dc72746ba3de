import { type ReactNode, useEffect, useRef } from 'react';

type DialogProps = {
  id: string;
  /** The question. */
  title: ReactNode;
  open: boolean;
  /** Escape, the harmless way and a closed form all end here. */
  onClose: () => void;
  children?: ReactNode;
  /** Mark the harmless one with `data-harmless`: it takes the first focus. */
  actions: ReactNode;
};

/**
 * A native modal dialog. It opens by script alone; without script the same words are a page with the same buttons.
 * The browser keeps the focus inside and gives it back.
 */
export function Dialog({ id, title, open, onClose, children, actions }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>('[data-harmless]')?.focus();
    } else if (!open && dialog.open) {
      dialog.close();
    }
  }, [open]);
  return (
    <dialog ref={box} id={id} aria-labelledby={`${id}-title`} onClose={onClose}>
      <DialogBody id={id} title={title} actions={actions}>
        {children}
      </DialogBody>
    </dialog>
  );
}

/** The words and buttons of a dialog, which a page without script shows as they are. */
export function DialogBody({ id, title, children, actions }: Omit<DialogProps, 'open' | 'onClose'>) {
  return (
    <>
      <h2 id={`${id}-title`}>{title}</h2>
      {typeof children === 'string' ? <p>{children}</p> : children}
      <div className="acts">{actions}</div>
    </>
  );
}
