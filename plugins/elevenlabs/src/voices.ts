import type { TtsVoice } from '@parley/plugin-sdk';
import { z } from 'zod';
import type { Connection } from './client.js';
import { brokenOff } from './errors.js';

const PAGE_VOICES = 100;
/** An account with more voices is shown these. */
const PAGES_MAX = 10;

const page = z.object({
  voices: z.array(z.object({
    voice_id: z.string().min(1), name: z.string().nullish(), labels: z.record(z.string(), z.unknown()).nullish(),
    verified_languages: z.array(z.object({ language: z.string(), locale: z.string().nullish() })).nullish(),
  })),
  has_more: z.boolean().nullish(), next_page_token: z.string().nullish(),
});
type Voice = z.output<typeof page>['voices'][number];

const GENDERS = new Map([['female', 'female'], ['male', 'male'], ['neutral', 'neutral'], ['non-binary', 'neutral']] as const);

function voiceOf({ voice_id: id, name, labels, verified_languages: languages }: Voice): TtsVoice {
  const gender = GENDERS.get(labels?.['gender'] as 'female');
  const own = typeof labels?.['language'] === 'string' ? labels['language'] : undefined;
  const verified = languages?.find(({ language }) => own === undefined || language === own);
  return { id, name: name ?? id, language: verified?.locale ?? own ?? verified?.language ?? 'mul', ...(gender === undefined ? {} : { gender }) };
}

/** The voices of the account: the vendor's own, those it added from the library, those it made. */
export async function listVoices(connection: Connection): Promise<readonly TtsVoice[]> {
  const deadline = connection.startDeadline(new AbortController().signal);
  const voices = new Map<string, TtsVoice>();
  try {
    let token: string | undefined;
    for (let count = 0; count < PAGES_MAX; count += 1) {
      const query = new URLSearchParams({ page_size: String(PAGE_VOICES), ...(token === undefined ? {} : { next_page_token: token }) });
      const { data } = page.safeParse(await connection.get(`/v2/voices?${query.toString()}`, deadline));
      if (!data) throw brokenOff('The list of voices cannot be read.');
      deadline.heard();
      for (const voice of data.voices) voices.set(voice.voice_id, voiceOf(voice));
      token = data.next_page_token ?? undefined;
      if (data.has_more !== true || token === undefined) break;
    }
  } finally { deadline.end(); }
  return [...voices.values()];
}
