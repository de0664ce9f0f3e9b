import Check from 'lucide-solid/icons/check';
import { createSignal, createUniqueId, For, Show, type JSX } from 'solid-js';
import { placeBeside } from './place.js';
import type { OpenerAttributes } from './popover.js';

export interface MenuItem {
  readonly name: string;
  readonly hint?: string;
  readonly icon?: () => JSX.Element;
  /** Given, the item is one of several to choose from. */
  readonly isChecked?: boolean;
  /** It belongs to the one above, and is indented. */
  readonly isBelow?: boolean;
  readonly tone?: 'danger';
  readonly onChoose: () => void;
}

export interface MenuGroup { readonly label?: string; readonly items: readonly MenuItem[] }

interface MenuProps {
  label: string;
  groups: readonly MenuGroup[];
  button: (attributes: OpenerAttributes & { onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }) => void }) => JSX.Element;
  class?: string;
}

/** Letters that are typed within this time are one beginning of a name. */
const TYPED_MS = 600;

/** The moves of the focus within a menu: arrows go round, Home and End to the ends, letters to a name. */
function createRoving(items: () => HTMLElement[]) {
  let typed = '';
  let typedAtMs = 0;
  const focusAt = (index: number) => { const all = items(); all[(index + all.length) % all.length]?.focus(); };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'ArrowDown') focusAt(at + 1);
    else if (event.key === 'ArrowUp') focusAt(at < 0 ? -1 : at - 1);
    else if (event.key === 'Home') focusAt(0);
    else if (event.key === 'End') focusAt(-1);
    else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      typed = event.timeStamp - typedAtMs > TYPED_MS ? event.key : typed + event.key;
      typedAtMs = event.timeStamp;
      const from = typed.length === 1 ? at + 1 : at;
      [...all.slice(from), ...all.slice(0, from)].find((item) => item.textContent?.trim().toLowerCase().startsWith(typed.toLowerCase()))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { focusAt, onKeyDown };
}

/** A button with a menu: arrows, letters, Escape; a press elsewhere closes it. */
export function Menu(props: MenuProps) {
  const id = createUniqueId();
  let box: HTMLDivElement | undefined;
  let opener: HTMLElement | undefined;
  const [isOpen, setOpen] = createSignal(false);
  const roving = createRoving(() => [...box?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? []]);
  // The signal follows an event that comes late.
  const isShown = () => box?.matches(':popover-open') === true;
  const close = () => { box?.hidePopover(); opener?.focus(); };
  const open = (from: HTMLElement, index: number) => {
    opener = from;
    setOpen(true);
    box?.showPopover();
    if (box) placeBeside(from, box);
    roving.focusAt(index);
  };
  const attributes = {
    get 'aria-expanded'() { return isOpen(); }, 'aria-controls': id, 'aria-haspopup': 'menu' as const,
    onClick: (event: { currentTarget: HTMLElement }) => { if (isShown()) close(); else open(event.currentTarget, 0); },
    onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
      if (isShown() || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
      event.preventDefault();
      open(event.currentTarget, event.key === 'ArrowDown' ? 0 : -1);
    },
  };
  return (
    <>
      {props.button(attributes)}
      <div ref={box} id={id} popover="auto" role="menu" aria-label={props.label} tabindex="-1" class={`card max-h-[70dvh] max-w-[calc(100vw-1rem)] overflow-y-auto p-1.5 text-ink shadow-lg outline-none ${props.class ?? 'min-w-52'}`}
        on:toggle={(event: ToggleEvent) => { setOpen(event.newState === 'open'); }}
        onKeyDown={(event) => { if (event.key === 'Tab') close(); else roving.onKeyDown(event); }}>
        <Show when={isOpen()}>
          <For each={props.groups.filter(({ items }) => items.length > 0)}>
            {(group, index) => (
              <div role="group" aria-label={group.label} class={index() > 0 ? 'mt-1.5 border-t border-line pt-1.5' : ''}>
                <Show when={group.label}><p class="px-2.5 py-1 text-xs font-medium text-muted" aria-hidden="true">{group.label}</p></Show>
                <For each={group.items}>{(item) => <Item item={item} onChoose={() => { close(); item.onChoose(); }} />}</For>
              </div>
            )}
          </For>
        </Show>
      </div>
    </>
  );
}

function Item(props: { item: MenuItem; onChoose: () => void }) {
  const isChoice = () => props.item.isChecked !== undefined;
  return (
    <button type="button" role={isChoice() ? 'menuitemradio' : 'menuitem'} aria-checked={isChoice() ? props.item.isChecked : undefined} tabindex="-1"
      class={`control flex w-full items-center gap-2.5 rounded-md pr-2.5 text-left text-sm outline-none hover:bg-sunken focus:bg-sunken ${props.item.isBelow ? 'pl-7' : 'pl-2.5'} ${props.item.tone === 'danger' ? 'text-danger' : ''}`}
      onPointerMove={(event) => { event.currentTarget.focus(); }} onClick={() => props.onChoose()}>
      <Show when={props.item.icon}>{(icon) => <span class="shrink-0 text-muted" aria-hidden="true">{icon()()}</span>}</Show>
      <span class="min-w-0 flex-1 py-1"><span class="block break-words">{props.item.name}</span><Show when={props.item.hint}><span class="block text-xs text-muted">{props.item.hint}</span></Show></span>
      <Show when={isChoice()}><Check size={15} class={props.item.isChecked ? 'shrink-0 text-accent' : 'invisible shrink-0'} aria-hidden="true" /></Show>
    </button>
  );
}
