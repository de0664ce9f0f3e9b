import { onCleanup, onMount } from 'solid-js';
import { useActions } from '../../../frame/actions.js';
import { areShortcutsOn } from '../../../frame/shortcuts.js';
import { t } from '../../../i18n/index.js';

export interface ListKeys {
  readonly step: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly togglePeek: () => void;
  /** False where there was nothing to close. */
  readonly close: () => boolean;
}

/** Whether the keys belong to what has the focus. */
function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], dialog:not([data-peek]), [popover], [role=menu], [role=slider]') !== null;
}

/** What a key does to the list; undefined where it does nothing. */
export function listKey(keys: ListKeys, key: string): (() => boolean) | undefined {
  const done = (action: () => void) => () => { action(); return true; };
  const table: Record<string, () => boolean> = {
    j: done(() => { keys.step(1); }), ArrowDown: done(() => { keys.step(1); }), k: done(() => { keys.step(-1); }), ArrowUp: done(() => { keys.step(-1); }),
    Enter: done(keys.open), ' ': done(keys.togglePeek), Escape: keys.close,
  };
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Moves through the list by keyboard: j and k or the arrows, Enter opens, space looks, Escape closes. */
export function useListKeys(keys: ListKeys, search: () => void): void {
  // Named in the list of shortcuts, and run by the frame; the listener below is there for keys that are held down.
  useActions(() => [
    { id: 'calls.next', name: t().calls.peekNext, keys: 'j', isKeyOnly: true, run: () => { keys.step(1); } }, { id: 'calls.previous', name: t().calls.peekPrevious, keys: 'k', isKeyOnly: true, run: () => { keys.step(-1); } },
    { id: 'calls.search', name: t().calls.searchPlaceholder, keys: '/', run: search },
  ]);
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
    // Single letters may be switched off.
    if (/^[a-z]$/.test(event.key) && !areShortcutsOn()) return;
    const isOnControl = event.target instanceof Element && event.target.closest('button, a') !== null;
    // A button or link of the page has Enter and space for itself, and a row's link Enter.
    if (event.key === 'Enter' && isOnControl) return;
    if (event.key === ' ' && isOnControl && !(event.target as Element).matches('a[data-row]')) return;
    if (listKey(keys, event.key)?.()) event.preventDefault();
  };
  onMount(() => { addEventListener('keydown', onKey); });
  onCleanup(() => { removeEventListener('keydown', onKey); });
}
