import { STT_SPEC, type SttAbilities, type SttProvider } from '@parley/plugin-sdk';
import type { ProviderRoute } from './attempts.js';
import { RoutedSttSession } from './stt-session.js';

const DEFAULT_ABILITIES: SttAbilities = {
  hasPartials: false, hasSpeculation: false, audioNeeded: 'speech',
  formats: [{ encoding: 'pcm16', sampleRateHz: 16000 }, { encoding: 'pcm16', sampleRateHz: 8000 }], languages: ['*'],
};

/** What the sessions of any step can be opened with; where the steps share no format, what the first can do. */
function sharedAbilities(providers: readonly SttProvider[]): SttAbilities {
  const [first, ...others] = providers.map((provider) => provider.abilities);
  if (!first) return DEFAULT_ABILITIES;
  const formats = first.formats.filter((format) => others.every((other) => other.formats.some(
    (known) => known.encoding === format.encoding && known.sampleRateHz === format.sampleRateHz)));
  return { ...first, formats: formats.length > 0 ? formats : first.formats };
}

/** An `stt` provider out of a route; see {@link RoutedSttSession}. */
export function wrapStt(route: ProviderRoute<'stt'>): SttProvider {
  return {
    spec: STT_SPEC,
    get abilities() { return sharedAbilities(route.opened); },
    open: async (request) => {
      const session = new RoutedSttSession(route, request);
      await session.start();
      return session;
    },
    close: async () => undefined,
  };
}
