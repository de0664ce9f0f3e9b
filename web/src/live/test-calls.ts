import type { LiveCall, LiveEnd } from './live-documents.js';

/** A running call for tests; the number orders it: higher ones began later. */
export function liveCall(number: number, changed: Partial<LiveCall> = {}): LiveCall {
  const startedAt = new Date(Date.UTC(2026, 2, 10, 12, 0, number)).toISOString();
  return {
    id: `call_${String(number).padStart(3, '0')}`, status: 'ACTIVE', transport: 'TWILIO', caller: { name: null, number: '+49301234567', user: null }, agentId: 'agt_1', agentName: 'Mia',
    startedAt, answeredAt: startedAt, state: 'LISTENING', isHeld: false, lastLine: null, responseMs: null, turnCount: 0, interruptionCount: 0, cost: { amount: '0', currency: 'USD' }, ...changed,
  };
}

export const endOf = (number: number): LiveEnd => ({ __typename: 'LiveCallEnded', id: liveCall(number).id, reason: { code: 'HUNG_UP', party: 'CALLER', text: 'The caller hung up.' } });
