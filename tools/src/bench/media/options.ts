import { parseArgs } from 'node:util';

export interface MediaBenchOptions {
  readonly calls: number;
  readonly seconds: number;
  readonly vad: 'simulated' | 'single' | 'batched';
  readonly server: 'uws' | 'ws';
  readonly isRecording: boolean;
  readonly isJson: boolean;
  readonly rampSeconds: number;
}

const HELP = `npm run bench:media -- [--calls 200] [--seconds 60] [--vad batched|single|simulated] [--server uws|ws]
                       [--ramp 10] [--no-recording] [--json]`;

/** Reads the command line; a word that is not understood ends the process with the usage. */
export function readOptions(args: string[]): MediaBenchOptions {
  try {
    const { values } = parseArgs({
      args, allowNegative: true,
      options: {
        calls: { type: 'string', default: '200' }, seconds: { type: 'string', default: '60' }, ramp: { type: 'string', default: '10' },
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
      isRecording: values.recording, isJson: values.json,
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${HELP}\n`);
    process.exit(2);
  }
}
