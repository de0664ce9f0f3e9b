import { createEffect, createUniqueId, type ParentProps } from 'solid-js';

interface DialogProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  /** Classes of the box; default a card in the middle. */
  class?: string;
  isTitleHidden?: boolean;
}

/** A modal dialog: the browser's own, which keeps the focus inside and gives it back. */
export function Dialog(props: ParentProps<DialogProps>) {
  let element: HTMLDialogElement | undefined;
  const id = createUniqueId();
  createEffect(() => {
    if (props.isOpen && !element?.open) element?.showModal();
    else if (!props.isOpen && element?.open) element.close();
  });
  return (
    <dialog ref={element} aria-labelledby={id} class={props.class ?? 'card w-[min(28rem,calc(100vw-2rem))] p-5 text-ink shadow-xl'} onClose={() => props.onClose()} onClick={(event) => { if (event.target === element) props.onClose(); }}>
      <h2 id={id} class={props.isTitleHidden ? 'sr-only' : 'mb-3 text-lg font-semibold'}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}
