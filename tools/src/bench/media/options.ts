import { parseArgs } from 'node:util';

export interface MediaBenchOptions {
  readonly calls: number;
  readonly seconds: number;
  readonly vad: 'simulated' | 'single' | 'batched';
  readonly server: 'uws' | 'ws';
  readonly isRecording: boolean;
  readonly isJson: boolean;
  readonly rampSeconds: number;
  /** Above 0: short calls one after the other, `calls` at a time, until there were this many; memory is read between them. */
  readonly callsTotal: number;
  /** Length of a call where `callsTotal` asks for many, in seconds. */
  readonly callSeconds: number;
  /** Flags of Node for the server, e.g. `--cpu-prof`. */
  readonly serverFlags: readonly string[];
}

const HELP = `npm run bench:media -- [--calls 200] [--seconds 60] [--vad batched|single|simulated] [--server uws|ws]
                       [--ramp 10] [--no-recording] [--json] [--server-flags="--cpu-prof"]
       npm run bench:media -- --calls-total 1000 [--calls 100] [--call-seconds 10]     memory after many calls`;

/** Reads the command line; a word that is not understood ends the process with the usage. */
export function readOptions(args: string[]): MediaBenchOptions {
  try {
    const { values } = parseArgs({
      args, allowNegative: true,
      options: {
        calls: { type: 'string', default: '200' }, seconds: { type: 'string', default: '60' }, ramp: { type: 'string', default: '10' },
        'calls-total': { type: 'string', default: '0' }, 'call-seconds': { type: 'string', default: '10' }, 'server-flags': { type: 'string', default: '' },
        vad: { type: 'string', default: 'batched' }, server: { type: 'string', default: 'uws' },
        recording: { type: 'boolean', default: true }, json: { type: 'boolean', default: false },
      },
    });
    const count = (name: string, text: string, least: number) => {
      const number = Number(text);
      if (!Number.isInteger(number) || number < least || number > 100_000) throw new Error(`--${name} must be a whole number from ${least}`);
      return number;
    };
    const oneOf = <Value extends string>(name: string, text: string, known: readonly Value[]): Value => {
      const found = known.find((value) => value === text);
      if (!found) throw new Error(`--${name} must be one of ${known.join(', ')}`);
      return found;
    };
    return {
      calls: count('calls', values.calls, 1), seconds: count('seconds', values.seconds, 5), rampSeconds: count('ramp', values.ramp, 0),
      vad: oneOf('vad', values.vad, ['simulated', 'single', 'batched']), server: oneOf('server', values.server, ['uws', 'ws']),
      callsTotal: count('calls-total', values['calls-total'], 0), callSeconds: count('call-seconds', values['call-seconds'], 2),
      serverFlags: values['server-flags'].split(' ').filter((flag) => flag !== ''),
      isRecording: values.recording, isJson: values.json,
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${HELP}\n`);
    process.exit(2);
  }
}
