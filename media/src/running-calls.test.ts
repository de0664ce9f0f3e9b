import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import type { Call } from './call/ports.js';
import type { Logger } from './log.js';
import { RunningCalls } from './running-calls.js';

const logger = { debug() {}, info() {}, warn() {}, error() {} } as unknown as Logger;

function setUp() {
  const clock = new VirtualClock();
  const ended: string[] = [];
  const reporting = new Set<string>();
  const lost = { clock, isReporting: (callId: string) => reporting.has(callId), endLost: (callId: string) => { ended.push(callId); } };
  const calls = new RunningCalls(logger);
  const reasons: string[] = [];
  const call = { end: ({ code }: { code: string }) => { reasons.push(code); }, done: new Promise(() => {}) } as unknown as Call;
  return { clock, calls, call, lost, ended, reporting, reasons };
}

test('a live call is ended on command and never taken for lost', async () => {
  const { calls, call, clock, ended, lost, reasons } = setUp();
  calls.add('here', call);
  calls.obey({ type: 'end-call', callId: 'here', party: 'OPERATOR', text: 'Enough.' }, lost);
  for (let round = 0; round < 3; round++) {
    calls.obey({ type: 'confirm-calls', callIds: ['here'] }, lost);
    await clock.advance(10_000);
  }
  expect(reasons).toEqual(['ENDED_BY_OPERATOR']);
  expect(ended).toEqual([]);
});

test('a call that stays unknown for 5 s is reported as lost, once it is spoken of again', async () => {
  const { calls, clock, ended, lost } = setUp();
  calls.obey({ type: 'confirm-calls', callIds: ['gone'] }, lost);
  await clock.advance(4_900);
  calls.obey({ type: 'end-call', callId: 'gone', party: 'OPERATOR', text: 'Enough.' }, lost);
  expect(ended).toEqual([]);
  await clock.advance(100);
  calls.obey({ type: 'confirm-calls', callIds: ['gone'] }, lost);
  expect(ended).toEqual(['gone']);
});

test('a call whose plan arrives after the command is not lost', async () => {
  const { calls, call, clock, ended, lost } = setUp();
  calls.obey({ type: 'confirm-calls', callIds: ['late'] }, lost);
  calls.add('late', call);
  await clock.advance(10_000);
  calls.obey({ type: 'confirm-calls', callIds: ['late'] }, lost);
  expect(ended).toEqual([]);
});

test('a call with something left to tell ends by itself', async () => {
  const { calls, clock, ended, lost, reporting } = setUp();
  reporting.add('telling');
  for (let round = 0; round < 3; round++) {
    calls.obey({ type: 'confirm-calls', callIds: ['telling'] }, lost);
    await clock.advance(10_000);
  }
  expect(ended).toEqual([]);
});
