// What the tests of talking share: an agent that speaks at length, a way to it, and a line that can be cut.
import { createServer as createHttpServer, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { signIn } from './browser.mjs';

/** One sentence of about a quarter of a minute, so that it can be interrupted on a slow machine too. */
export const LONG_ANSWER = 'On Saturday we are open from nine in the morning until noon, for emergencies only, and we ask you to ring the bell at the side door, to wait in the small room on the left, and to bring your card and a list of what you take.';

/** Makes and publishes an agent; answers its address. */
export async function makeAgent(client, { name, greeting = 'Hello.', knowledge = [{ title: 'Opening hours', text: LONG_ANSWER }, { title: 'Children', text: 'We gladly treat children of every age.' }] }) {
  const { agentCreate } = await client.request('mutation ($input: AgentCreateInput!) { agentCreate(input: $input) { agent { id } errors { message } } }', { input: { name, greeting, knowledge } });
  const { id } = agentCreate.agent;
  await client.request('mutation ($id: ID!) { agentPublish(input: { id: $id }) { errors { message } } }', { id });
  return `/agents/${id}`;
}

/** Signs in and goes where one talks to the agent; `look` is the rail beside the editor, or the page of its own. */
export async function goToTalk(page, parley, agentPath, { look = 'rail' } = {}) {
  await signIn(page, parley.demoLogin);
  await page.goto(look === 'page' ? `${agentPath}/talk` : agentPath);
  await page.getByRole('heading', { name: 'Talk to it' }).waitFor();
}

export const transcriptOf = (page) => page.getByRole('list', { name: 'Transcript' });
export const playedSamples = (page) => page.locator('[data-phase]').getAttribute('data-played-samples').then(Number);
export const callIdOf = async (page) => (await page.getByRole('link', { name: 'Open the call' }).getAttribute('href')).split('/').at(-1);

export async function startTalking(page, way = 'Talk') {
  // On a narrow screen the tab that leads here has the same name.
  await page.getByRole('button', { name: way, exact: true }).last().click();
  await page.locator('[data-phase=running]').waitFor();
}

export async function hangUp(page) {
  await page.getByRole('button', { name: 'End call' }).click();
  await page.locator('[data-phase=ended]').waitFor();
}

/** A line to a port that can be cut and mended: everything on it goes at once, and nothing new gets through. */
export async function startProxy(port) {
  const sockets = new Set();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) { near.destroy(); return; }
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => { sockets.delete(one); other.destroy(); });
      one.pipe(other);
    }
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut: () => { isCut = true; for (const socket of sockets) socket.destroy(); },
    mend: () => { isCut = false; },
    close: () => new Promise((resolve) => { for (const socket of sockets) socket.destroy(); server.close(resolve); }),
  };
}

/**
 * Parley as it is, but the log of calls is told by the test: for calls longer, and troubles rarer, than a test can wait
 * for. `tell` sends events to every page that follows a call.
 */
export async function startToldCalls(port) {
  const followers = new Set();
  const told = [];
  const frame = (event) => `event: next\ndata: ${JSON.stringify({ data: { callEvents: event } })}\n\n`;
  const handle = async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (body.includes('"operationName":"CallEvents"')) {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      const { after = 0 } = JSON.parse(body).variables;
      outgoing.write(told.filter(({ seq }) => seq > after).map(frame).join('') || ':\n\n');
      followers.add(outgoing);
      outgoing.on('close', () => followers.delete(outgoing));
      return;
    }
    const { 'content-length': _length, ...headers } = incoming.headers;
    const through = request({ port, host: '127.0.0.1', method: incoming.method, path: incoming.url, headers: { ...headers, ...(body.length > 0 ? { 'content-length': body.length } : {}) } }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    through.on('error', () => outgoing.destroy());
    outgoing.on('close', () => through.destroy());
    through.end(body);
  };
  const server = createHttpServer((incoming, outgoing) => { handle(incoming, outgoing).catch(() => outgoing.destroy()); });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    tell: (events) => {
      for (const event of events) {
        const isWords = event.__typename === 'TranscriptPartialEvent';
        const numbered = { atMs: told.length * 700, ...event, seq: isWords ? told.length : told.length + 1 };
        if (!isWords) told.push(numbered);
        for (const follower of followers) follower.write(frame(numbered));
      }
    },
    close: () => new Promise((resolve) => { for (const follower of followers) follower.destroy(); server.close(resolve); server.closeAllConnections(); }),
  };
}
