import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginLogger } from '@parley/plugin-host';

export interface DeadLetter { readonly callId: string; readonly seq: number; readonly code: string; readonly message: string; readonly event: unknown }

export interface DeadLetters {
  readonly path: string;
  readonly count: number;
  /** Keeps the event for a person to look at; never rejects. */
  put(letter: DeadLetter): Promise<void>;
}

/** Events that api refused for good, one JSON object a line, at `<folder>/events.jsonl`. The file is never shortened here. */
export function createDeadLetters(folder: string, logger: PluginLogger): DeadLetters {
  const path = join(folder, 'events.jsonl');
  let count = 0;
  return {
    path,
    get count() { return count; },
    async put(letter) {
      count += 1;
      logger.warn('api refused an event for good; it is set aside in the dead-letter file', { callId: letter.callId, seq: letter.seq, code: letter.code, reason: letter.message, path });
      try {
        await mkdir(folder, { recursive: true });
        await appendFile(path, `${JSON.stringify({ setAsideAt: new Date().toISOString(), ...letter })}\n`, { mode: 0o600 });
      } catch (error) {
        logger.warn('the dead-letter file cannot be written; the event is lost', { callId: letter.callId, seq: letter.seq, error: String(error) });
      }
    },
  };
}
