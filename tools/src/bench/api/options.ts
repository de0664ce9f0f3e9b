import { parseArgs } from 'node:util';

export interface ApiBenchOptions {
  /** Length of each measurement. */
  readonly seconds: number;
  /** Requests under way at once in the closed loop. */
  readonly connections: number;
  /** Calls in the organization's list; each has eight turns and a recording. */
  readonly calls: number;
  /** How often every variant is measured, in turn. */
  readonly runs: number;
  readonly isJson: boolean;
}

const HELP = `npm run bench:api -- [--seconds 5] [--connections 16] [--calls 5000] [--runs 3] [--json]
                     DATABASE_URL measures on Postgres, in a database of its own that is dropped afterwards`;

/** Reads the command line; a word that is not understood ends the process with the usage. */
export function readOptions(args: string[]): ApiBenchOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        seconds: { type: 'string', default: '5' }, connections: { type: 'string', default: '16' }, calls: { type: 'string', default: '5000' },
        runs: { type: 'string', default: '3' }, json: { type: 'boolean', default: false },
      },
    });
    const count = (name: string, text: string, least: number, most: number) => {
      const number = Number(text);
      if (!Number.isInteger(number) || number < least || number > most) throw new Error(`--${name} must be a whole number from ${least} to ${most}`);
      return number;
    };
    return {
      seconds: count('seconds', values.seconds, 1, 600), connections: count('connections', values.connections, 1, 256),
      calls: count('calls', values.calls, 50, 200_000), runs: count('runs', values.runs, 1, 20), isJson: values.json,
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${HELP}\n`);
    process.exit(2);
  }
}
