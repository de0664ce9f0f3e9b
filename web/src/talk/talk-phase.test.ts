import { expect, test } from 'vitest';
import { socketFaultOf } from './media-socket.js';
import { isConnected, isResting, movePhase, type TalkPhase } from './talk-phase.js';

const PHASES: readonly TalkPhase[] = ['idle', 'connecting', 'running', 'held', 'ended', 'failed'];

test('a conversation moves on the roads that there are, and on no others', () => {
  const roads = PHASES.flatMap((from) => PHASES.filter((to) => { try { return movePhase(from, to) === to; } catch { return false; } }).map((to) => `${from} ${to}`));
  expect(roads).toEqual(['idle connecting', 'connecting idle', 'connecting running', 'connecting failed', 'running held', 'running ended', 'held running', 'held ended', 'ended connecting', 'failed connecting']);
  expect(() => movePhase('ended', 'running')).toThrow('cannot go from ended to running');
});

test('every phase is either at rest, connected or on its way', () => {
  expect(PHASES.filter((phase) => !isResting(phase) && !isConnected(phase))).toEqual(['connecting']);
  expect(PHASES.filter((phase) => isResting(phase) && isConnected(phase))).toEqual([]);
});

test('what the server closes with has a meaning for people', () => {
  expect([1000, 1006, 1013, 1001, 1011, 4401].map((code) => socketFaultOf(code, false))).toEqual([undefined, 'unreachable', 'full', 'shutDown', 'broken', 'unknown']);
  expect([1006, 4429].map((code) => socketFaultOf(code, true))).toEqual(['lost', 'lost']);
});
