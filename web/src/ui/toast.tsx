import X from 'lucide-solid/icons/x';
import { createSignal, For } from 'solid-js';
import { t } from '../i18n/index.js';
import { IconButton } from './button.js';

const SHOWN_MS = 6_000;
const TOASTS_MAX = 4;

interface Toast { readonly key: number; readonly text: string; readonly tone: 'plain' | 'danger' }

const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
let lastKey = 0;

const remove = (key: number) => { setToasts((all) => all.filter((toast) => toast.key !== key)); };

/** Says something in passing. Faults stay until they are dismissed. */
export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  const key = ++lastKey;
  setToasts((all) => [...all, { key, text, tone }].slice(-TOASTS_MAX));
  if (tone === 'plain') setTimeout(() => { remove(key); }, SHOWN_MS);
}

/** Where toasts appear; once in the page. */
export function Toaster() {
  return (
    <section aria-label={t().frame.notifications} aria-live="polite" class="pointer-events-none fixed inset-x-3 bottom-3 z-50 flex flex-col items-end gap-2 sm:left-auto sm:w-96">
      <For each={toasts()}>
        {(item) => (
          <div class={`card pointer-events-auto flex w-full items-center gap-2 py-1 pr-1 pl-3.5 shadow-lg ${item.tone === 'danger' ? 'border-danger' : ''}`}>
            <p class="flex-1 py-1.5 text-sm">{item.text}</p>
            <IconButton label={t().common.dismiss} onClick={() => { remove(item.key); }}><X size={16} aria-hidden="true" /></IconButton>
          </div>
        )}
      </For>
    </section>
  );
}
