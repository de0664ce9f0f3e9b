import { t } from '../i18n/index.js';
import type { LiveCall } from './live-documents.js';

/** What a tile says of a call in one word. */
export const WALL_STATES = ['LISTENING', 'THINKING', 'SPEAKING', 'HELD', 'WAITING'] as const;
export type WallState = (typeof WALL_STATES)[number];

/** On hold is stronger than what the agent does; a call that nobody has joined yet waits. */
export function wallStateOf(call: Pick<LiveCall, 'state' | 'isHeld'>): WallState {
  return call.isHeld ? 'HELD' : call.state ?? 'WAITING';
}

/** Who calls: by the name or number that was given, else the account that called, or the way they came. */
export function callerOf({ caller, transport }: Pick<LiveCall, 'caller' | 'transport'>): string {
  return caller.name || caller.number || caller.user?.name || t().live.unknownCaller[transport];
}

/** As many letters as two lines of a tile hold beside the name of the speaker. */
const TAIL_CHARS_MAX = 72;

/** The end of words that still run: what is new in them must be in sight. */
export function newestWords(text: string): string {
  if (text.length <= TAIL_CHARS_MAX) return text;
  const tail = text.slice(-TAIL_CHARS_MAX);
  return `…${tail.slice(tail.indexOf(' ') + 1)}`;
}
