/**
 * How far a conversation is. `idle`: none yet, or one that was called off; `connecting`: devices and call are being
 * opened; `running`, `held`: both sides are connected; `ended`: it is over; `failed`: it never ran.
 */
export type TalkPhase = 'idle' | 'connecting' | 'running' | 'held' | 'ended' | 'failed';

const MOVES: Readonly<Record<TalkPhase, readonly TalkPhase[]>> = {
  idle: ['connecting'],
  connecting: ['running', 'failed', 'idle'],
  running: ['held', 'ended'],
  held: ['running', 'ended'],
  ended: ['connecting'],
  failed: ['connecting'],
};

/** Answers `to`; an impossible move is a fault of the program and throws. */
export function movePhase(from: TalkPhase, to: TalkPhase): TalkPhase {
  if (!MOVES[from].includes(to)) throw new Error(`a conversation cannot go from ${from} to ${to}`);
  return to;
}

export const isConnected = (phase: TalkPhase): boolean => phase === 'running' || phase === 'held';
/** No call runs or is being opened. */
export const isResting = (phase: TalkPhase): boolean => phase === 'idle' || phase === 'ended' || phase === 'failed';
