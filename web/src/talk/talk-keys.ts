import { isConnected } from './talk-phase.js';
import type { Talk } from './talk.js';

/** Where a key means itself: where something is written, or where it presses what has the focus. */
const TYPING = 'input:not([type=checkbox]), textarea, select';
const PRESSED = 'button, a, summary, input, textarea, select';

/** Keys in the panel: M mutes, H holds, and the space bar opens the microphone while it is down, where that was chosen. */
export function readTalkKey(talk: Talk, event: KeyboardEvent & { readonly target: Element | null }): void {
  if (!isConnected(talk.shown.phase) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const isOn = (selector: string) => event.target?.closest(selector) !== null;
  if (event.key === ' ' && talk.preferences.isPushToTalk() && !isOn(PRESSED)) {
    event.preventDefault();
    if (!event.repeat) talk.setTalkKey(event.type === 'keydown');
    return;
  }
  if (event.type !== 'keydown' || event.repeat || isOn(TYPING)) return;
  if (event.key.toLowerCase() === 'm' && talk.shown.way === 'spoken') talk.toggleMute();
  if (event.key.toLowerCase() === 'h') talk.setHeld(talk.shown.phase === 'running');
}
