import { parseArgs } from 'node:util';
import { ApiClient, ApiError } from './client.js';
import { converse } from './conversation.js';
import { endCallRecord, followCall, startCall } from './call-record.js';
import { Phone, type Transport } from './phone.js';
import { readWav, resample, WavError, writeWav } from './wav.js';

const HELP = `npm run call -- question.wav [next.wav …] [options]

  --agent <slug>             whom to call; default demo
  --transport twilio|browser the way in; default twilio (8 kHz mu-law)
  --save <file.wav>          keep what was heard of the agent
  --interrupt-after <ms>     speak the next file so long after the agent began to answer
  --api <url>                default http://localhost:4000/graphql
  --email, --password        default: the demo login, or PARLEY_EMAIL and PARLEY_PASSWORD
`;

interface Options {
  readonly files: readonly string[];
  readonly agent: string;
  readonly transport: Transport;
  readonly save: string | undefined;
  readonly interruptAfterMs: number | undefined;
  readonly api: string;
  readonly email: string;
  readonly password: string;
}

class UsageError extends Error {}

function readOptions(args: string[], environment: NodeJS.ProcessEnv): Options {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true,
    options: {
      agent: { type: 'string', default: 'demo' }, transport: { type: 'string', default: 'twilio' }, save: { type: 'string' },
      'interrupt-after': { type: 'string' }, api: { type: 'string', default: `http://localhost:${environment['PORT'] || '4000'}/graphql` },
      email: { type: 'string', default: environment['PARLEY_EMAIL'] ?? 'demo@parley.localhost' },
      password: { type: 'string', default: environment['PARLEY_PASSWORD'] ?? 'parley-demo' }, help: { type: 'boolean' },
    },
  });
  if (values.help || positionals.length === 0) throw new UsageError(HELP);
  const transport = values.transport.toUpperCase();
  if (transport !== 'TWILIO' && transport !== 'BROWSER') throw new UsageError(`--transport is twilio or browser, not ${values.transport}\n\n${HELP}`);
  const interruptAfterMs = values['interrupt-after'] === undefined ? undefined : Number(values['interrupt-after']);
  if (interruptAfterMs !== undefined && !(interruptAfterMs >= 0)) throw new UsageError(`--interrupt-after is a number of milliseconds\n\n${HELP}`);
  return { files: positionals, agent: values.agent, transport, save: values.save, interruptAfterMs, api: values.api, email: values.email, password: values.password };
}

/** Runs the command; answers the exit code: 0 when the agent answered everything, 1 when it did not, 2 for a wrong command line. */
export async function callFromCommandLine(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const write = (text: string) => { process.stdout.write(`${text}\n`); };
  try {
    const options = readOptions(args, environment);
    const sounds = options.files.map(readWav);
    const client = new ApiClient(options.api);
    await client.signIn(options.email, options.password);
    const call = await startCall(client, options.agent, options.transport);
    const followed = followCall(client, call.id, write);
    const phone = new Phone({ transport: options.transport, url: call.url, token: call.token });
    const closed = phone.closed;
    const utterances = sounds.map((sound) => resample(sound, phone.sampleRateHz).samples);
    const answered = await Promise.race([converse(phone, utterances, { interruptAfterMs: options.interruptAfterMs }), closed.then(() => undefined)]);
    phone.hangUp();
    await Promise.race([followed, new Promise((resolve) => { setTimeout(resolve, 15_000); })]);
    if (options.save) { writeWav(options.save, { samples: phone.heard(), sampleRateHz: phone.sampleRateHz }); write(`\nsaved what was heard of the agent in ${options.save}`); }
    await endCallRecord(client, call.id, write);
    return answered?.every(Boolean) === true ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) { process.stderr.write(`${(error as Error).message}\n`); return 2; }
    if (error instanceof WavError || error instanceof ApiError) { process.stderr.write(`${error.message}\n`); return 1; }
    throw error;
  }
}
