import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kit } from './kit.js';

export interface ReadMail { readonly to: string; readonly subject: string; readonly text: string; readonly html: string; /** The link in it. */ readonly url: string; /** What the link lets in with. */ readonly token: string }

const bytesOf = (text: string) => Buffer.from(text.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8');

/** RFC 2047. */
const headerText = (value: string) => value.replaceAll(/\?=\s+=\?/g, '?==?').replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, word: string) => (kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString('utf8') : bytesOf(word.replaceAll('_', ' '))));

function partOf(raw: string, type: string): string {
  const boundary = /boundary="([^"]+)"/.exec(raw)![1]!;
  const part = raw.split(`--${boundary}`).find((candidate) => candidate.includes(`Content-Type: ${type}`))!;
  const [head, ...body] = part.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  if (/encoding: base64/i.test(head!)) return Buffer.from(text, 'base64').toString('utf8');
  return (/encoding: quoted-printable/i.test(head!) ? bytesOf(text) : text).replaceAll('\r\n', '\n');
}

function read(raw: string): ReadMail {
  const header = (name: string) => headerText(new RegExp(`^${name}: ((?:.*\\r\\n[ \\t])*.*)\\r$`, 'm').exec(raw)?.[1]?.replaceAll(/\r\n[ \t]/g, ' ') ?? '');
  const text = partOf(raw, 'text/plain');
  const url = /https?:\S+/.exec(text)?.[0] ?? '';
  return { to: header('To'), subject: header('Subject'), text, html: partOf(raw, 'text/html'), url, token: decodeURIComponent(url.split('#token=')[1] ?? '') };
}

/** The mails that were sent to an address, in order: as they lie in the folder where the server without a mail server writes them. */
export async function mailsTo(kit: Kit, address: string, api = kit.api): Promise<ReadMail[]> {
  await api.app.mailer.idle();
  const folder = join(kit.dataDir, 'mail');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.eml')).sort() : [];
  return files.map((file) => read(readFileSync(join(folder, file), 'utf8'))).filter(({ to }) => to.includes(address));
}
