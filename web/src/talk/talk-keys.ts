import { useActions, type Action } from '../frame/actions.js';
import { t } from '../i18n/index.js';
import { isConnected, isResting } from './talk-phase.js';
import type { Talk } from './talk.js';

/** What can be done with a conversation just now, for the command palette and by keys. */
export function useTalkActions(talk: Talk, canStart: () => boolean): void {
  useActions((): Action[] => {
    const { phase, way, isMuted } = talk.shown;
    if (isResting(phase)) {
      return canStart() ? [
        { id: 'talk.start', name: t().talk.start, keywords: t().talk.title, keys: 't', run: () => { talk.start('spoken'); } },
        { id: 'talk.type', name: t().talk.typeInstead, keywords: t().talk.title, run: () => { talk.start('typed'); } },
      ] : [];
    }
    if (!isConnected(phase)) return [];
    const mute: Action = { id: 'talk.mute', name: isMuted ? t().talk.unmute : t().talk.mute, keywords: t().talk.microphone, keys: 'm', run: talk.toggleMute };
    return [
      ...(way === 'spoken' ? [mute] : []),
      { id: 'talk.hold', name: phase === 'held' ? t().talk.resume : t().talk.hold, keywords: t().talk.title, keys: 'h', run: () => { talk.setHeld(phase === 'running'); } },
      { id: 'talk.end', name: t().talk.end, keywords: t().talk.title, run: talk.end },
    ];
  });
}

/** What has the focus and means the space bar for itself. */
const PRESSED = 'button, a, summary, input, textarea, select';

/** In the panel the space bar opens the microphone while it is down, where that was chosen. */
export function readTalkKey(talk: Talk, event: KeyboardEvent & { readonly target: Element | null }): void {
  if (event.key !== ' ' || !isConnected(talk.shown.phase) || !talk.preferences.isPushToTalk() || event.target?.closest(PRESSED)) return;
  event.preventDefault();
  if (!event.repeat) talk.setTalkKey(event.type === 'keydown');
}
