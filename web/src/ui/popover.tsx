import { createSignal, createUniqueId, Show, type JSX } from 'solid-js';
import { placeBeside } from './place.js';

/** What the button that opens a box needs, beside its own looks. */
export interface OpenerAttributes {
  readonly 'aria-expanded': boolean;
  readonly 'aria-controls': string;
  readonly 'aria-haspopup': 'dialog' | 'menu';
  readonly onClick: (event: MouseEvent & { currentTarget: HTMLElement }) => void;
}

interface PopoverProps {
  /** What the box is called. */
  label: string;
  button: (attributes: OpenerAttributes) => JSX.Element;
  children: (close: () => void) => JSX.Element;
  class?: string;
}

/** A box that a button opens beside itself, e.g. with settings. A press elsewhere or Escape closes it; it may stand in a dialog. */
export function Popover(props: PopoverProps) {
  const id = createUniqueId();
  let box: HTMLDivElement | undefined;
  let opener: HTMLElement | undefined;
  const [isOpen, setOpen] = createSignal(false);
  const close = () => { box?.hidePopover(); opener?.focus(); };
  const toggle = (event: { currentTarget: HTMLElement }) => {
    // The signal follows an event that comes late.
    if (box?.matches(':popover-open')) { close(); return; }
    opener = event.currentTarget;
    setOpen(true);
    box?.showPopover();
    if (box) { placeBeside(opener, box); box.focus(); }
  };
  return (
    <>
      {props.button({ get 'aria-expanded'() { return isOpen(); }, 'aria-controls': id, 'aria-haspopup': 'dialog', onClick: toggle })}
      <div ref={box} id={id} popover="auto" role="dialog" aria-label={props.label} tabindex="-1" class={`card overflow-y-auto text-ink shadow-lg outline-none ${props.class ?? 'p-3'}`} on:toggle={(event: ToggleEvent) => { setOpen(event.newState === 'open'); }}>
        <Show when={isOpen()}>{props.children(close)}</Show>
      </div>
    </>
  );
}
