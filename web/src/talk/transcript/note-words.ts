import { formatShort } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import type { Note } from './conversation.js';

const known = <Words extends { readonly other: string }>(words: Words, key: string): string => (key in words ? String(words[key as keyof Words]) : words.other);

/** What happened, in plain words. */
export function noteSentence(note: Note): string {
  const words = t().notes;
  switch (note.type) {
    case 'false-alarm': return words.falseAlarm;
    case 'backchannel': return words.backchannel(note.text);
    case 'provider-failed': return `${words.providerFailed(known(words.providers, note.providerKind), known(words.causes, note.cause))} ${words.next[note.next]}`;
    case 'provider-hedged': return `${words.hedged(known(words.providers, note.providerKind))} ${note.isSecondUsed ? words.secondUsed : words.firstUsed}`;
    case 'dead-air': return words.deadAir[note.action](formatShort(note.silenceMs));
    case 'audio-problem': return words.audio[note.problem](note.count);
    case 'dtmf': return words.keys(note.digits);
    case 'hold': return note.isHeld ? words.held : words.resumed;
    case 'voice-gap': return words.voiceGap(formatShort(note.durationMs), note.count);
    case 'voice-lost': return words.voiceLost(formatShort(note.durationMs));
    case 'microphone': return words.microphone(note.label);
    default: return '';
  }
}

/** Whether something went wrong, rather than just happened. */
export const isTrouble = ({ type }: Note): boolean => type === 'provider-failed' || type === 'audio-problem' || type === 'voice-gap' || type === 'voice-lost' || type === 'microphone' || type === 'dead-air';
