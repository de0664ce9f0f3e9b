import type { PGlite } from '@electric-sql/pglite';
import { statementNames } from './statement-names.js';

/** The kinds of messages of the Postgres protocol that a statement is made of. */
const [PARSE, DESCRIBE, BIND] = [0x50, 0x44, 0x42];
const STATEMENT = 0x53;
/** A message begins with its kind and its length. */
const HEADER_BYTES = 5;

type Answer = Awaited<ReturnType<PGlite['execProtocolStream']>>;

/** What is known of a statement that the database keeps. */
interface Prepared {
  readonly name: string;
  /** What it takes, and gives; undefined until it was asked for. */
  takes?: Answer;
  gives?: Answer;
}

const textOf = (message: Uint8Array, from: number) => Buffer.from(message.buffer, message.byteOffset + from, message.length - from).toString('latin1');

/** The same message with a name where it had none, `at` so many bytes. */
function named(message: Uint8Array, name: string, at: number): Uint8Array {
  const whole = Buffer.concat([message.subarray(0, at), Buffer.from(name, 'latin1'), message.subarray(at)]);
  whole.writeUInt32BE(whole.length - 1, 1);
  return new Uint8Array(whole.buffer, whole.byteOffset, whole.length);
}

/**
 * Lets the embedded database keep the statements that come again, as `statementNames` does for Postgres: there too
 * planning costs more than running, and so does asking each time what a statement takes and gives. The engine sends
 * each statement without a name, message after message, and never two at once; here they get their names.
 */
export function keepStatements(database: PGlite): void {
  const nameOf = statementNames();
  const kept = new Map<string, Prepared>();
  const send = database.execProtocolStream.bind(database);
  let current: Prepared | undefined;
  database.execProtocolStream = async (message, options) => {
    switch (message[0]) {
      case PARSE: {
        const sql = textOf(message, HEADER_BYTES);
        current = kept.get(sql);
        if (current) return [];
        const name = nameOf({ sql });
        if (name === undefined) break;
        const answer = await send(named(message, name, HEADER_BYTES), options);
        current = { name };
        kept.set(sql, current);
        return answer;
      }
      case DESCRIBE: {
        if (!current) break;
        const what = message[HEADER_BYTES] === STATEMENT ? 'takes' : 'gives';
        return current[what] ??= await send(what === 'takes' ? named(message, current.name, HEADER_BYTES + 1) : message, options);
      }
      // The portal keeps its empty name; that of the statement follows it.
      case BIND: if (current) return send(named(message, current.name, HEADER_BYTES + 1), options); break;
      default: break;
    }
    return send(message, options);
  };
}
