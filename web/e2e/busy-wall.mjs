// A wall as busy as it gets, without calls: the built console in front of a feed that is made up. 200 running calls,
// each of which changes four times a second, and one in a second that ends while another begins.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.json': 'application/json' };
const STATES = ['LISTENING', 'THINKING', 'SPEAKING'];
const AGENTS = ['Mia', 'Bookings of the north', 'Support', 'Night desk'];
const WORDS = 'i would like to know whether you are open on saturday afternoon because my sister comes to town and we want to bring her the old clock that stopped last winter'.split(' ');
const VIEWER = { viewer: { __typename: 'Viewer', user: { __typename: 'User', id: 'usr_1', name: 'Ada', email: 'ada@example.com' }, organization: { __typename: 'Organization', id: 'org_1', name: 'Busy', slug: 'busy' }, role: { __typename: 'Role', id: 'rol_1', key: 'owner', name: 'Owner' }, permissions: [], organizations: [] } };

/** Running calls that go on by themselves. */
export function createBusyCalls(callCount) {
  let lastNumber = 0;
  const begin = () => {
    const number = ++lastNumber;
    return {
      __typename: 'LiveCall', id: `call_${String(number).padStart(6, '0')}`, status: 'ACTIVE', transport: number % 3 === 0 ? 'BROWSER' : 'TWILIO',
      caller: { __typename: 'Caller', name: number % 2 === 0 ? `Caller ${number}` : null, number: `+4930${String(1_000_000 + number)}`, user: null },
      agentId: `agt_${number % AGENTS.length}`, agentName: AGENTS[number % AGENTS.length], startedAt: new Date(Date.now() - (callCount - Math.min(number, callCount)) * 3_000).toISOString(), answeredAt: new Date().toISOString(),
      state: 'LISTENING', isHeld: false, lastLine: null, responseMs: null, turnCount: 0, interruptionCount: 0, cost: { __typename: 'Money', amount: '0', currency: 'USD' },
    };
  };
  const calls = new Map(Array.from({ length: callCount }, begin).map((call) => [call.id, call]));
  let step = 0;
  const change = (call, index) => {
    const phase = (step + index) % 24;
    call.lastLine = { __typename: 'LiveLine', speaker: phase < 12 ? 'CALLER' : 'AGENT', text: WORDS.slice(0, 2 + ((phase * 3) % WORDS.length)).join(' '), isFinal: phase % 12 === 11 };
    if (phase % 4 === 0) call.state = STATES[(phase / 4) % STATES.length];
    if (phase % 12 === 11) { call.turnCount += 1; call.cost = { ...call.cost, amount: (call.turnCount * 0.0041).toFixed(4) }; }
    if (phase === 12) call.responseMs = 400 + ((index * 97 + step * 13) % 1_600);
    return { __typename: 'LiveCallChanged', call };
  };
  return {
    snapshot: () => ({ __typename: 'LiveCallsSnapshot', isComplete: true, calls: [...calls.values()].reverse() }),
    /** What a part of the calls has to tell: every call is in one of the parts. With each round of four one makes room for another. */
    next(part, parts) {
      if (part === 0) step += 1;
      const items = [...calls.values()].flatMap((call, index) => (index % parts === part ? [change(call, index)] : []));
      if (step % 4 === 0 && part === 0) {
        const oldest = calls.keys().next().value;
        calls.delete(oldest);
        const call = begin();
        calls.set(call.id, call);
        items.push({ __typename: 'LiveCallEnded', id: oldest, reason: { __typename: 'EndedReason', code: 'HUNG_UP', party: 'CALLER', text: 'The caller hung up.' } }, { __typename: 'LiveCallChanged', call });
      }
      return items;
    },
  };
}

function serveFile(path, response) {
  const name = extname(path) === '' ? 'index.html' : normalize(path).replace(/^[/\\]+/, '');
  try { response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(readFileSync(join(dist, name))); } catch { response.writeHead(404).end(); }
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString());
}

/** Serves the console and its feed on a free port. Each call changes every `changeMs`, the calls one after another in `parts`. */
export async function startBusyWall({ callCount = 200, changeMs = 250, parts = 10 } = {}) {
  const documents = JSON.parse(readFileSync(join(dist, 'documents.json'), 'utf8'));
  const calls = createBusyCalls(callCount);
  const streams = new Set();
  let turn = 0;
  const timer = setInterval(() => {
    const text = calls.next(turn++ % parts, parts).map((item) => `event: next\ndata: ${JSON.stringify({ data: { liveCalls: item } })}\n\n`).join('');
    for (const stream of streams) stream.write(text);
  }, changeMs / parts);
  const answer = async (request, response) => {
    const body = await bodyOf(request);
    const text = body.query ?? documents[body.extensions?.persistedQuery?.sha256Hash] ?? '';
    if (text.includes('liveCalls')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: next\ndata: ${JSON.stringify({ data: { liveCalls: calls.snapshot() } })}\n\n`);
      streams.add(response);
      request.once('close', () => streams.delete(response));
    } else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: text.includes('query Viewer') ? VIEWER : {} }));
  };
  const server = createServer((request, response) => {
    if (request.url === '/graphql') void answer(request, response);
    else serveFile(new URL(request.url, 'http://localhost').pathname, response);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => { clearInterval(timer); for (const stream of streams) stream.end(); server.close(); server.closeAllConnections(); } };
}
