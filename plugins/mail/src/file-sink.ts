import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkMail, MAIL_SPEC, ProviderError, type MailProvider, type PluginContext } from '@parley/plugin-sdk';
import { createTransport } from 'nodemailer';
import { abortable } from './abortable.js';
import { nodemailerMessage } from './message.js';
import type { MailSettings } from './settings.js';

/**
 * Writes each mail into a file, as it would go out, and its name into the log. What is in a mail is not logged: links in it
 * let their holder in. The files are readable by their owner alone.
 */
export async function openFileSink({ folder, filesMax }: MailSettings, { clock, logger }: PluginContext): Promise<MailProvider> {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  /** One after another, so that no two tidy up at once. */
  let last: Promise<unknown> = Promise.resolve();

  async function write(content: Buffer): Promise<string> {
    const name = `${new Date(Date.now()).toISOString().replaceAll(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}.eml`;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, `${name}.part`), content, { mode: 0o600 });
    await rename(join(folder, `${name}.part`), join(folder, name));
    const files = (await readdir(folder)).filter((file) => file.endsWith('.eml')).sort();
    for (const old of files.slice(0, Math.max(0, files.length - filesMax))) await rm(join(folder, old), { force: true });
    return name;
  }

  return {
    spec: MAIL_SPEC,
    abilities: { isDelivering: false },
    send: ({ message, signal }) => abortable(signal, async () => {
      checkMail(message);
      const startedAtMs = clock.nowMs();
      const { message: content } = await writer.sendMail(nodemailerMessage(message));
      const writing = last.catch(() => undefined).then(() => write(content as Buffer));
      last = writing;
      const file = await writing.catch((error: unknown) => { throw new ProviderError('vendor-fault', `The mail could not be written: ${(error as Error).message}`); });
      logger.info('A mail was written to a file; no mail server is set.', { file: join(folder, file), writtenMs: Math.round(clock.nowMs() - startedAtMs) });
      return { id: file, usage: { requests: 1 } };
    }),
    close: async () => { await last.catch(() => undefined); },
  };
}
