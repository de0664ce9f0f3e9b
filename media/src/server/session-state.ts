import type { CallInput } from '../call/line.js';
import type { HeldMessages } from './held-messages.js';

/** A socket's life. A call's token is looked at once, on the way from the first state to the second. */
export type SessionState =
  | { readonly name: 'AWAITING_START' }
  /** The plan is asked for and the call opened; what the far end says meanwhile is held. */
  | { readonly name: 'TAKING_PLAN'; readonly held: HeldMessages }
  | { readonly name: 'LIVE'; readonly input: CallInput }
  | { readonly name: 'CLOSED'; readonly how: 'stopped' | 'lost' | 'by-us' };

export type SessionStateName = SessionState['name'];

/** Every move that may happen. */
export const LEGAL_MOVES: Readonly<Record<SessionStateName, readonly SessionStateName[]>> = {
  AWAITING_START: ['TAKING_PLAN', 'CLOSED'],
  TAKING_PLAN: ['LIVE', 'CLOSED'],
  LIVE: ['CLOSED'],
  CLOSED: [],
};

/** The new state, or an exception where the move is not in the table: that would be a fault of ours. */
export function moveSession(from: SessionState, to: SessionState): SessionState {
  if (!LEGAL_MOVES[from.name].includes(to.name)) throw new Error(`A session cannot go from ${from.name} to ${to.name}.`);
  return to;
}
