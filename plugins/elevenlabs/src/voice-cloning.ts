import { ProviderError, type VoiceCloning, type VoiceToClone } from '@parley/plugin-sdk';
import { z } from 'zod';
import type { Connection } from './client.js';
import { brokenOff } from './errors.js';

/** The vendor takes so many samples, each so long. */
const SAMPLES_MAX = 25;
const SAMPLE_BYTES_MAX = 10 * 1024 * 1024;
const NAME_CHARACTERS_MAX = 100;
/** Longest wait for the samples to go out and the voice to be made. */
const CLONING_MS = 120_000;

const made = z.looseObject({ voice_id: z.string().min(1), requires_verification: z.boolean().nullish() });

function check({ name, samples }: VoiceToClone): void {
  if (name.trim() === '' || name.length > NAME_CHARACTERS_MAX) throw new ProviderError('bad-request', `A voice needs a name of at most ${NAME_CHARACTERS_MAX} characters.`);
  if (samples.length === 0 || samples.length > SAMPLES_MAX) throw new ProviderError('bad-request', `A voice is made of 1 to ${SAMPLES_MAX} samples, not ${samples.length}.`);
  if (samples.some(({ bytes }) => bytes.length === 0 || bytes.length > SAMPLE_BYTES_MAX)) throw new ProviderError('bad-request', `A sample has 1 to ${SAMPLE_BYTES_MAX} bytes.`);
}

/** Makes a voice out of samples of one speaker; it is then among the account's voices. */
export async function cloneVoice(connection: Connection, request: VoiceToClone): Promise<VoiceCloning> {
  check(request);
  const { name, description, language, samples, signal } = request;
  const form = new FormData();
  form.append('name', name.trim());
  if (description !== undefined) form.append('description', description);
  if (language !== undefined) form.append('labels', JSON.stringify({ language: language.toLowerCase().split('-')[0] }));
  for (const { fileName, contentType, bytes } of samples) form.append('files', new Blob([new Uint8Array(bytes)], { type: contentType }), fileName);
  const deadline = connection.startDeadline(signal, CLONING_MS);
  try {
    const { data } = made.safeParse(await connection.upload('/v1/voices/add', form, deadline));
    if (!data) throw brokenOff('The vendor answered without the voice that it made.');
    return { voice: { id: data.voice_id, name: name.trim(), language: language ?? 'mul' }, isVerified: data.requires_verification !== true };
  } finally { deadline.end(); }
}
