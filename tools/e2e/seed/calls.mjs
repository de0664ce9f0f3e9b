// Three hundred calls of thirty days, and those among them that have something to show.
import { createRandom, missedRows, rowsOf, tell } from './told-call.mjs';
import { endless, EVENTFUL, EVERYDAY, GERMAN, TROUBLED } from './conversations.mjs';
import { insertRows } from './insert-rows.mjs';
import { speakLines, storeRecording } from './recording.mjs';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = 30;
const CALLS = 300;
const LONG_LINES = 600;
const CALLERS = [
  { callerName: 'Josephine Wetherby', callerNumber: '+442079460018' }, { callerNumber: '+442079460231' }, { callerNumber: '+4930901820' }, { callerName: 'Samuel Okafor', callerNumber: '+442079460077' }, {},
  { callerName: 'Maximilian-Alexander von Hohenstein-Wartenberg', callerNumber: '+4989998877665' }, { callerNumber: '+353209120345' }, { callerName: 'Lin', callerNumber: '+442079460444' }, { callerNumber: '+442079460951' }, { callerName: 'Priya Raman', callerNumber: '+442079460623' },
];
const ENDS = ['HUNG_UP', 'HUNG_UP', 'HUNG_UP', 'GOODBYE', 'HUNG_UP', 'GOODBYE', 'CALLER_SILENT', 'HUNG_UP', 'GOODBYE', 'CONNECTION_LOST', 'HUNG_UP', 'GOODBYE', 'HUNG_UP', 'ENDED_BY_OPERATOR', 'HUNG_UP', 'PROVIDERS_DOWN'];

/** Most calls come while the practice is open, fewer in the evening, and fewer on some days than on others. */
function startOf(random, index) {
  const day = (index / CALLS) * DAYS;
  const hour = random() < 0.85 ? 8 + random() * 10 : random() * 24;
  return new Date(Date.now() - Math.floor(day) * DAY_MS - DAY_MS + hour * 3_600_000 - 12 * 3_600_000);
}

function everyday(agents, organizationId) {
  const random = createRandom(20_261_121);
  return Array.from({ length: CALLS }, (_, index) => {
    const startedAt = new Date(Math.min(startOf(random, index).getTime(), Date.now() - 40 * MINUTE_MS));
    const isGerman = index % 9 === 4;
    const agent = isGerman ? agents.otto : agents.mia;
    const of = { organizationId, agentId: agent.id, agentVersionId: index > 200 && !isGerman ? agents.mia.olderVersionId : agent.versionId };
    if (index % 37 === 20) return missedRows({ of, startedAt });
    const transport = index % 4 === 1 ? 'BROWSER' : 'TWILIO';
    const lines = isGerman ? GERMAN : EVERYDAY[index % EVERYDAY.length];
    const told = tell(lines, { transport, code: ENDS[index % ENDS.length], seed: index + 1, slowness: index % 23 === 7 ? 3.2 : 0.8 + random() * 0.5, isFree: transport === 'BROWSER' });
    return rowsOf(told, { of, startedAt, transport, caller: transport === 'BROWSER' ? { callerName: index % 8 === 1 ? 'Test from the console' : null } : CALLERS[index % CALLERS.length] });
  });
}

/** One recorded call with everything in it, one full of trouble, one that does not want to end, and three that still run. */
function special(agents, organizationId, ownerId) {
  const mia = { organizationId, agentId: agents.mia.id, agentVersionId: agents.mia.versionId };
  const otto = { organizationId, agentId: agents.otto.id, agentVersionId: agents.otto.versionId };
  const before = (minutes) => new Date(Date.now() - minutes * MINUTE_MS);
  const spoken = speakLines(EVENTFUL);
  const recordedEvents = tell(spoken, { transport: 'TWILIO', code: 'GOODBYE', seed: 4_001, isRecorded: true });
  const running = EVERYDAY[2].slice(0, 5);
  return {
    spoken, recordedEvents,
    calls: {
      recorded: rowsOf(recordedEvents, { of: mia, startedAt: before(34), caller: CALLERS[0] }),
      troubled: rowsOf(tell(TROUBLED, { code: 'PROVIDERS_DOWN', seed: 4_002, slowness: 4 }), { of: mia, startedAt: before(26), caller: CALLERS[1] }),
      long: rowsOf(tell(endless(LONG_LINES), { code: 'DURATION_LIMIT', seed: 4_003 }), { of: mia, startedAt: before(26 * 60), caller: CALLERS[5] }),
      running: rowsOf(tell(running, { seed: 4_004 }), { of: mia, startedAt: before(2), caller: CALLERS[3] }),
      held: rowsOf([...tell(GERMAN.slice(0, 3), { seed: 4_005, slowness: 2.4 }), [31_000, 'call-held', { isHeld: true }]], { of: otto, startedAt: before(6), caller: CALLERS[5] }),
      listening: rowsOf(tell(EVERYDAY[5].slice(0, 2), { transport: 'BROWSER', seed: 4_006, isFree: true }), { of: mia, startedAt: before(1), transport: 'BROWSER', caller: { callerUserId: ownerId } }),
    },
  };
}

/** Writes the calls; answers the ids of those that have something to show. */
export async function seedCalls(database, { organizationId, ownerId, agents, dataDir }) {
  const { spoken, recordedEvents, calls } = special(agents, organizationId, ownerId);
  const recording = await storeRecording(dataDir, { organizationId, callId: calls.recorded.call.id, spoken, events: recordedEvents });
  const rows = [...everyday(agents, organizationId), ...Object.values(calls)];
  const { system } = database;
  await insertRows(system, 'calls', rows.map(({ call }) => call));
  await insertRows(system, 'call_events', rows.flatMap(({ events }) => events));
  await insertRows(system, 'turns', rows.flatMap(({ turns }) => turns));
  await system.recording.create({ data: recording });
  return Object.fromEntries(Object.entries(calls).map(([name, { call }]) => [name, call.id]));
}
