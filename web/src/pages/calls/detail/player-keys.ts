import { onCleanup, onMount } from 'solid-js';
import { useActions } from '../../../frame/actions.js';
import { areShortcutsOn } from '../../../frame/shortcuts.js';
import { t } from '../../../i18n/index.js';
import type { Player } from './player.js';

export const STEP_MS = 5_000;

/** Whether the keys belong to what has the focus: somebody types, chooses, or is asked something. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, [contenteditable], dialog, [popover], [role=menu], [role=listbox]')) return true;
  return key === ' ' && target.closest('button, a, summary') !== null;
}

/** What a key does to a recording; undefined where it does nothing. */
export function playerKey(player: Pick<Player, 'toggle' | 'seek' | 'stepSpeed' | 'positionMs'>, key: string): (() => void) | undefined {
  const step = (byMs: number) => () => { player.seek(player.positionMs() + byMs); };
  const keys: Record<string, () => void> = {
    ' ': player.toggle, k: player.toggle, j: step(-STEP_MS), l: step(STEP_MS), ArrowLeft: step(-STEP_MS), ArrowRight: step(STEP_MS),
    '[': () => { player.stepSpeed(-1); }, ']': () => { player.stepSpeed(1); },
  };
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** Plays by keyboard, wherever the focus is: space, j and l or the arrows, [ and ]. */
export function usePlayerKeys(player: Player): void {
  // Named in the list of shortcuts, and run by the frame; the listener below has the keys without letters, and those held down.
  useActions(() => Object.entries({ k: t().call.playPause, j: t().call.stepBack, l: t().call.stepForward, '[': t().call.slower, ']': t().call.faster })
    .map(([keys, name]) => ({ id: `call.player.${keys}`, name, keys, isKeyOnly: true, run: playerKey(player, keys)! })));
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target, event.key)) return;
    // Single characters may be switched off.
    if (/^\S$/.test(event.key) && !areShortcutsOn()) return;
    const action = playerKey(player, event.key);
    if (!action) return;
    event.preventDefault();
    action();
  };
  onMount(() => { addEventListener('keydown', onKey); });
  onCleanup(() => { removeEventListener('keydown', onKey); });
}
