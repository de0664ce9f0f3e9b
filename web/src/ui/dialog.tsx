import { createEffect, createUniqueId, onCleanup, type ParentProps } from 'solid-js';

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
  // Taken out of the page while it is open, it would not give the focus back.
  onCleanup(() => { element?.close(); });
  // The event of closing comes late: by then it may have been opened again, or another may stand here.
  const onClosed = () => { if (props.isOpen && element?.isConnected && !element.open) props.onClose(); };
  const onEscape = (event: Event) => { if (event.target === element) { event.preventDefault(); props.onClose(); } };
  return (
    <dialog ref={element} aria-labelledby={id} class={props.class ?? 'card w-[min(28rem,calc(100vw-2rem))] p-5 text-ink shadow-xl'} onClose={onClosed} on:cancel={onEscape} onClick={(event) => { if (event.target === element) props.onClose(); }}>
      <h2 id={id} class={props.isTitleHidden ? 'sr-only' : 'mb-3 text-lg font-semibold'}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}
