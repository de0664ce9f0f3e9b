import X from 'lucide-solid/icons/x';
import { createSignal, For, Show } from 'solid-js';
import { t } from '../i18n/index.js';
import { IconButton } from './button.js';
import { createCountdown, type Countdown } from './countdown.js';

const SHOWN_MS = 6_000;
/** As long as what was done can be taken back. */
const UNDO_MS = 8_000;
const TOASTS_MAX = 4;

interface ToastWords {
  readonly text: string;
  /** Faults stay until they are dismissed. */
  readonly tone?: 'plain' | 'danger';
  /** Takes back what was done. Offered for eight seconds, and as long as the pointer or the focus is there. */
  readonly undo?: () => void | Promise<unknown>;
  /** The step that comes next, where there is one; offered as long as a way back. */
  readonly next?: { readonly name: string; readonly run: () => void };
}

interface Toast extends ToastWords { readonly key: number; readonly countdown: Countdown | undefined }

const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
let lastKey = 0;
/** Someone is reading or about to press: nothing runs out. */
let isHeld = false;

function remove(key: number): void {
  toasts().find((item) => item.key === key)?.countdown?.hold();
  setToasts((all) => all.filter((item) => item.key !== key));
}

/** Says something in passing: `toast('Copied')`, or with a way back: `toast({ text, undo })`. */
export function toast(words: string | ToastWords, tone: ToastWords['tone'] = 'plain'): void {
  const said: ToastWords = typeof words === 'string' ? { text: words, tone } : words;
  const key = ++lastKey;
  const countdown = said.tone === 'danger' ? undefined : createCountdown(said.undo ?? said.next ? UNDO_MS : SHOWN_MS, () => { remove(key); });
  for (const old of toasts().slice(0, Math.max(0, toasts().length + 1 - TOASTS_MAX))) remove(old.key);
  setToasts((all) => [...all, { ...said, key, countdown }]);
  if (!isHeld) countdown?.run();
}

/** Whether something can be taken back now. */
export const canUndo = (): boolean => toasts().some(({ undo }) => undo !== undefined);

function takeBack(item: Toast): void {
  remove(item.key);
  void item.undo?.();
}

/** Takes back the newest thing that can be. */
export function undoLast(): void {
  const last = toasts().findLast(({ undo }) => undo !== undefined);
  if (last) takeBack(last);
}

function hold(): void {
  isHeld = true;
  for (const { countdown } of toasts()) countdown?.hold();
}

function release(): void {
  isHeld = false;
  for (const { countdown } of toasts()) countdown?.run();
}

/** Where toasts appear; once in the page. */
export function Toaster() {
  let element: HTMLElement | undefined;
  let focusedBefore: Element | null = null;
  /** A toast that goes takes the focus with it; then the focus returns to where it came from. */
  const leave = (act: () => void) => {
    act();
    if (element?.contains(document.activeElement) || document.activeElement === document.body) {
      release();
      if (focusedBefore instanceof HTMLElement && focusedBefore.isConnected) focusedBefore.focus();
      else document.getElementById('main')?.focus({ preventScroll: true });
    }
    if (toasts().length === 0) release();
  };
  return (
    <section
      ref={element} aria-label={t().frame.notifications} aria-live="polite" class="pointer-events-none fixed inset-x-3 bottom-3 z-50 flex flex-col items-end gap-2 sm:left-auto sm:w-96"
      onPointerEnter={hold} onPointerLeave={release}
      onFocusIn={(event) => { if (!element?.contains(event.relatedTarget as Node | null)) focusedBefore = event.relatedTarget as Element | null; hold(); }}
      onFocusOut={(event) => { if (!element?.contains(event.relatedTarget as Node | null)) release(); }}
    >
      <For each={toasts()}>
        {(item) => (
          <div class={`card pointer-events-auto flex w-full items-center gap-1 py-1 pr-1 pl-3.5 shadow-lg ${item.tone === 'danger' ? 'border-danger' : ''}`}>
            <p class="min-w-0 flex-1 py-1.5 text-sm break-words">{item.text}</p>
            <Show when={item.next}>{(next) => <button type="button" class="control shrink-0 rounded-lg px-3 text-sm font-medium text-accent hover:bg-sunken" onClick={() => { remove(item.key); next().run(); }}>{next().name}</button>}</Show>
            <Show when={item.undo}><button type="button" class="control shrink-0 rounded-lg px-3 text-sm font-medium text-accent hover:bg-sunken" onClick={() => { leave(() => { takeBack(item); }); }}>{t().common.undo}</button></Show>
            <IconButton label={t().common.dismiss} onClick={() => { leave(() => { remove(item.key); }); }}><X size={16} aria-hidden="true" /></IconButton>
          </div>
        )}
      </For>
    </section>
  );
}
