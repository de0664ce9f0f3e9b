import { expect, test } from 'vitest';
import { closeReason } from './socket-server.js';
import { FloodGuard } from './flood-guard.js';
import { HeldMessages } from './held-messages.js';
import { SESSION_LIMITS } from './limits.js';
import { faultRefusal, refusal } from './refusals.js';
import { LEGAL_MOVES, moveSession, type SessionState, type SessionStateName } from './session-state.js';
import { EchoCall } from './testing.js';

const states: Record<SessionStateName, SessionState> = {
  AWAITING_START: { name: 'AWAITING_START' }, TAKING_PLAN: { name: 'TAKING_PLAN', held: new HeldMessages(SESSION_LIMITS, 16_000) }, LIVE: { name: 'LIVE', input: new EchoCall({} as never) }, CLOSED: { name: 'CLOSED', how: 'lost' },
};
const names = Object.keys(states) as SessionStateName[];

test('only the moves of the table happen', () => {
  const legal = names.flatMap((from) => names.filter((to) => { try { return moveSession(states[from], states[to]) === states[to]; } catch { return false; } }).map((to) => `${from} ${to}`));
  expect(legal).toEqual(names.flatMap((from) => LEGAL_MOVES[from].map((to) => `${from} ${to}`)));
  expect(legal).toEqual(['AWAITING_START TAKING_PLAN', 'AWAITING_START CLOSED', 'TAKING_PLAN LIVE', 'TAKING_PLAN CLOSED', 'LIVE CLOSED']);
});

/** Sends frames of 20 ms at a multiple of real time; counts verdicts. */
function flood(speed: number, durationMs: number): Record<string, number> {
  const guard = new FloodGuard(SESSION_LIMITS, 0);
  const verdicts: Record<string, number> = { pass: 0, drop: 0, close: 0 };
  for (let atMs = 0; atMs < durationMs && verdicts['close'] === 0; atMs += 20 / speed) verdicts[guard.take(20, atMs)]!++;
  return verdicts;
}

test('audio at real time and up to ten times as fast passes for ever', () => {
  expect(flood(1, 600_000)).toEqual({ pass: 30_000, drop: 0, close: 0 });
  expect(flood(9.9, 60_000)).toMatchObject({ drop: 0, close: 0 });
});

test('twenty times real time is thinned, then ended', () => {
  const { pass, drop, close } = flood(20, 600_000);
  expect(close).toBe(1);
  expect(drop).toBe(SESSION_LIMITS.floodDroppedMsMax / 20);
  expect(pass).toBeGreaterThan(drop!);
});

test('a pause forgives', () => {
  const guard = new FloodGuard(SESSION_LIMITS, 0);
  for (let count = 0; count < 2_000; count++) guard.take(20, 0);
  expect(guard.take(20, 0)).toBe('drop');
  expect(guard.take(20, 2_000)).toBe('pass');
  for (let count = 0; count < 2_000; count++) guard.take(20, 2_000);
  expect(guard.take(20, 2_000)).toBe('drop');
});

test('every refusal has a legal close code and words that fit a close frame', () => {
  for (const code of ['TOKEN_UNKNOWN', 'TOKEN_USED', 'TOKEN_EXPIRED', 'CALL_ENDED', 'TRANSPORT_MISMATCH', 'CONCURRENT_CALLS_LIMIT', 'USAGE_LIMIT', 'ORGANIZATION_CLOSING', 'ORGANIZATION_SUSPENDED', 'PLAN_UNAVAILABLE', 'START_TIMEOUT', 'OPENING_TIMEOUT', 'CALL_ALREADY_CONNECTED', 'FLOOD', 'TOO_MANY_FAULTS', 'CALLS_MAX', 'SHUTTING_DOWN', 'INTERNAL_ERROR'] as const) {
    const why = refusal(code);
    expect([1001, 1011, 1013].includes(why.closeCode) || (why.closeCode >= 4400 && why.closeCode < 4600)).toBe(true);
    expect(closeReason(`${why.code}: ${why.message}`)).toBe(`${why.code}: ${why.message}`);
  }
  expect(faultRefusal('ODD_FRAME', 'words')).toEqual({ code: 'ODD_FRAME', closeCode: 4400, message: 'words' });
});
