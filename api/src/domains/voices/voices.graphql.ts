import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import type { OfferedVoice } from '../../voices/speech.js';
import { listVoices, voicePreviewUrl } from './voices.service.js';

/** `voices`: what agents can sound like. */
export function defineVoices(builder: Builder): void {
  const voice = builder.objectRef<OfferedVoice>('Voice').implement({
    description: 'A voice of a speech provider.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'What `Agent.voice` takes; the provider\'s own name for it, unique within the provider.' }),
      name: t.exposeString('name', { description: 'Its name for people.' }),
      language: t.exposeString('language', { description: 'BCP 47 tag of the language it speaks best, e.g. `en-GB`.' }),
      gender: t.string({ nullable: true, description: '`female`, `male` or `neutral`; null where the provider does not say.', resolve: ({ gender }) => gender }),
      pluginId: t.exposeString('pluginId', { description: 'The plugin that speaks with it.' }),
      connectionId: t.id({ nullable: true, description: 'The connection that offers it, `con_…`; null for what the installation offers.', resolve: ({ connectionId }) => connectionId ?? null }),
      previewUrl: t.string({
        description: 'Where it can be heard saying a text: signed, works for 10 minutes. GET answers a WAV file (16-bit PCM, mono, at the voice\'s own rate), sent as it is made; 503 with `retry-after` while many listen.',
        args: { text: t.arg.string({ description: `What it shall say; 1 to ${LIMITS.previewTextCharactersMax} characters. Default a sentence in its language.` }) },
        resolve: (offered, { text }, context) => voicePreviewUrl(context, offered, text),
      }),
    }),
  });
  builder.queryField('voices', (t) => t.field({
    type: [voice], authScopes: { signedIn: true },
    description: `Voices of the speech providers that calls use now, the organization's connections and what is lent to it first, at most ${LIMITS.voicesMax} of each; the default one of a provider first. Where no provider answers, the request fails with \`VOICES_UNAVAILABLE\`, and \`extensions.cause\` says why (\`UNREACHABLE\`, \`AUTH\`, \`TIMEOUT\`, …): ask for it apart from what must not fail with it.`,
    args: { language: t.arg.string({ description: 'BCP 47 tag; voices of this language come first.' }) },
    resolve: async (_root, { language }, context) => [...await listVoices(context, language)],
  }));
}
