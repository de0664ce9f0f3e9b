import type { SttOpenRequest } from '@parley/plugin-sdk';
import { formatQuery } from './formats.js';
import type { SttSettings } from './settings.js';

/** The vendor takes some hundred terms, 500 tokens in all. */
const HINTS_MAX = 100;
const HINT_CHARACTERS_MAX = 1_500;

function hintsOf(hints: readonly string[]): string[] {
  let characters = 0;
  return [...new Set(hints.map((hint) => hint.trim()))].filter((hint) => hint !== '').slice(0, HINTS_MAX).filter((hint) => (characters += hint.length) <= HINT_CHARACTERS_MAX);
}

/** Where a call is heard, with everything that the vendor wants to know of it. */
export function listenUrl(settings: SttSettings, { language, format, hints = [] }: Pick<SttOpenRequest, 'language' | 'format' | 'hints'>): string {
  const { baseUrl, model, isMultilingual, hasFormatting, endpointingMs } = settings;
  const query = new URLSearchParams({
    model, ...formatQuery(format), channels: '1', interim_results: 'true', endpointing: String(endpointingMs), smart_format: String(hasFormatting),
    language: isMultilingual || !/^[a-z]{2}(-|$)/i.test(language) ? 'multi' : language,
  });
  // Older models call them keywords.
  for (const hint of hintsOf(hints)) query.append(model.startsWith('nova-3') ? 'keyterm' : 'keywords', hint);
  return `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/v1/listen?${query.toString()}`;
}
