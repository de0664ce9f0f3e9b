import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient, ApiError } from './client.js';
import { converse } from './conversation.js';
import { endCallRecord, followCall, startCall } from './call-record.js';
import { Phone, PhoneError, sampleRateOf, type Transport } from './phone.js';
import { checkWritable, readWav, resample, WavError, writeWav } from './wav.js';

const HELP = `npm run call -- [question.wav next.wav …] [options]

  --text <words>             write this after the files were spoken; may come again. Without files no audio is sent

  --agent <slug>             whom to call; default demo
  --transport twilio|browser the way in; default twilio (8 kHz mu-law), with --text browser
  --save <file.wav>          keep what was heard of the agent
  --interrupt-after <ms>     speak the next file so long after the agent began to answer; with one file, into the greeting
  --api <url>                default http://localhost:4000/graphql
  --email, --password        default: the demo login, or PARLEY_EMAIL and PARLEY_PASSWORD
`;

/** How long after the line was closed the api may take to tell the end. */
const END_TIMEOUT_MS = 15_000;
const CLOSE_TIMEOUT_MS = 3_000;

interface Options {
  readonly files: readonly string[];
  readonly texts: readonly string[];
  readonly agent: string;
  readonly transport: Transport;
  readonly save: string | undefined;
  readonly interruptAfterMs: number | undefined;
  readonly api: string;
  readonly email: string;
  readonly password: string;
}

class UsageError extends Error {}

/** Undefined when only help is asked for. */
function readOptions(args: string[], environment: NodeJS.ProcessEnv): Options | undefined {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true,
    options: {
      agent: { type: 'string', default: 'demo' }, transport: { type: 'string' }, text: { type: 'string', multiple: true, default: [] }, save: { type: 'string' },
      'interrupt-after': { type: 'string' }, api: { type: 'string', default: `http://localhost:${environment['PORT'] || '4000'}/graphql` },
      email: { type: 'string', default: environment['PARLEY_EMAIL'] ?? 'demo@parley.localhost' },
      password: { type: 'string', default: environment['PARLEY_PASSWORD'] ?? 'parley-demo' }, help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const texts = values.text;
  if (positionals.length + texts.length === 0) throw new UsageError(HELP);
  const transport = (values.transport ?? (texts.length > 0 ? 'browser' : 'twilio')).toUpperCase();
  if (transport !== 'TWILIO' && transport !== 'BROWSER') throw new UsageError(`--transport is twilio or browser, not ${values.transport}\n\n${HELP}`);
  if (transport === 'TWILIO' && texts.length > 0) throw new UsageError(`a telephone cannot write: --text needs --transport browser\n\n${HELP}`);
  const interruptAfterMs = values['interrupt-after'] === undefined ? undefined : Number(values['interrupt-after']);
  if (interruptAfterMs !== undefined && (values['interrupt-after'] === '' || !(interruptAfterMs >= 0 && interruptAfterMs <= 60_000))) throw new UsageError(`--interrupt-after is a number of milliseconds up to 60000, not ${values['interrupt-after']}\n\n${HELP}`);
  // npm runs this in the project's folder; INIT_CWD is where the person is.
  const here = (file: string) => resolve(environment['INIT_CWD'] ?? '.', file);
  return { files: positionals.map(here), texts, agent: values.agent, transport, save: values.save === undefined ? undefined : here(values.save), interruptAfterMs, api: values.api, email: values.email, password: values.password };
}

const after = (durationMs: number, words?: string) => new Promise<string | undefined>((done) => { setTimeout(() => { done(words); }, durationMs); });

/** Makes the call; answers whether the agent answered everything. */
async function call(options: Options, write: (text: string) => void): Promise<boolean> {
  const sampleRateHz = sampleRateOf(options.transport);
  // Everything that can be wrong on this side is found, and every long calculation is over, before anybody is called.
  const utterances = options.files.map((file) => resample(readWav(file), sampleRateHz).samples);
  if (options.save) checkWritable(options.save);
  const client = new ApiClient(options.api);
  await client.signIn(options.email, options.password);
  const started = await startCall(client, options.agent, options.transport);
  const followed = followCall(client, started.id, write).then(() => undefined, (error: Error) => `the call could not be followed: ${error.message}`);
  const phone = new Phone({ transport: options.transport, url: started.url, token: started.token, hasMicrophone: utterances.length > 0 });
  let isHungUp = false;
  const hangUp = () => { isHungUp = true; phone.hangUp(); };
  // How the line was lost, where neither side had hung up.
  const lost = phone.closed.then(({ code, reason }) => (isHungUp || code === 1000 ? undefined : `the line was closed: ${[code, reason].join(' ').trim()}`));
  lost.catch(() => {});
  process.once('SIGINT', hangUp);
  const answered = await converse(phone, [...utterances, ...options.texts], { interruptAfterMs: options.interruptAfterMs });
  process.off('SIGINT', hangUp);
  if (phone.isOpen) hangUp();
  const fault = await Promise.race([lost, after(CLOSE_TIMEOUT_MS)]);
  const unended = await Promise.race([followed, after(END_TIMEOUT_MS, `the end of the call was not reported within ${END_TIMEOUT_MS / 1000} s`)]);
  for (const words of [fault, unended]) if (words) write(`\n${words}`);
  if (options.save) {
    writeWav(options.save, { samples: phone.heard(), sampleRateHz });
    write(`\nsaved what was heard of the agent in ${options.save}`);
  }
  await endCallRecord(client, started.id, write);
  return answered.every(Boolean) && unended === undefined;
}

/** Runs the command; answers the exit code: 0 when the agent answered everything, 1 when it did not, 2 for a wrong command line. */
export async function callFromCommandLine(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const write = (text: string) => { process.stdout.write(`${text}\n`); };
  try {
    const options = readOptions(args, environment);
    if (!options) { write(HELP); return 0; }
    return await call(options, write) ? 0 : 1;
  } catch (error) {
    const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    if (!isUsage && !(error instanceof WavError || error instanceof ApiError || error instanceof PhoneError)) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return isUsage ? 2 : 1;
  }
}
