/**
 * `OPENING`: providers are being opened; `ACTIVE`: the conversation; `ENDING`: last words are spoken, the caller is no
 * longer heard; `CLOSED`: nothing moves any more.
 */
export type CallState = 'OPENING' | 'ACTIVE' | 'ENDING' | 'CLOSED';

/** What the agent does, as people see it. */
export type AgentState = 'LISTENING' | 'THINKING' | 'SPEAKING';

/**
 * `PREPARING`: nothing of it was sent; `PLAYING`: the line has some of it; `PAUSED`: stopped by the caller's speech;
 * `HEARD`: played to its end; `CUT`: given up.
 */
export type UtteranceState = 'PREPARING' | 'PLAYING' | 'PAUSED' | 'HEARD' | 'CUT';

const CALL_MOVES: Readonly<Record<CallState, readonly CallState[]>> = {
  OPENING: ['ACTIVE', 'ENDING', 'CLOSED'],
  ACTIVE: ['ENDING', 'CLOSED'],
  ENDING: ['CLOSED'],
  CLOSED: [],
};

const UTTERANCE_MOVES: Readonly<Record<UtteranceState, readonly UtteranceState[]>> = {
  PREPARING: ['PLAYING', 'PAUSED', 'HEARD', 'CUT'],
  PLAYING: ['PAUSED', 'HEARD', 'CUT'],
  PAUSED: ['PREPARING', 'PLAYING', 'HEARD', 'CUT'],
  HEARD: [],
  CUT: [],
};

/** An impossible move is a fault of the program, and ends the call that made it. */
export class IllegalMoveError extends Error {
  override readonly name = 'IllegalMoveError';
}

function checkedMove<State extends string>(what: string, moves: Readonly<Record<State, readonly State[]>>, from: State, to: State): State {
  if (!moves[from].includes(to)) throw new IllegalMoveError(`${what} cannot go from ${from} to ${to}`);
  return to;
}

/** Answers `to`; throws {@link IllegalMoveError} where the table does not hold the move. */
export function moveCall(from: CallState, to: CallState): CallState {
  return checkedMove('a call', CALL_MOVES, from, to);
}

export function moveUtterance(from: UtteranceState, to: UtteranceState): UtteranceState {
  return checkedMove('an utterance', UTTERANCE_MOVES, from, to);
}
