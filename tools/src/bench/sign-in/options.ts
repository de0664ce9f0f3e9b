import { parseArgs } from 'node:util';

export interface SignInBenchOptions {
  /** Length of each measurement. */
  readonly seconds: number;
  /** Sign-ins in a second. */
  readonly rate: number;
  /** How often each of calm and loaded is measured, in turn. */
  readonly runs: number;
}

const HELP = `npm run bench:sign-in -- [--rate 50] [--seconds 10] [--runs 3]
                     DATABASE_URL measures on Postgres, in a database of its own that is dropped afterwards`;

/** Reads the command line; a word that is not understood ends the process with the usage. */
export function readOptions(args: string[]): SignInBenchOptions {
  try {
    const { values } = parseArgs({ args, options: { seconds: { type: 'string', default: '10' }, rate: { type: 'string', default: '50' }, runs: { type: 'string', default: '3' } } });
    const count = (name: string, text: string, most: number) => {
      const number = Number(text);
      if (!Number.isInteger(number) || number < 1 || number > most) throw new Error(`--${name} must be a whole number from 1 to ${most}`);
      return number;
    };
    return { seconds: count('seconds', values.seconds, 600), rate: count('rate', values.rate, 1_000), runs: count('runs', values.runs, 20) };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${HELP}\n`);
    process.exit(2);
  }
}
