import type { TtsRequest } from '@parley/plugin-sdk';
import type { TtsSettings } from './settings.js';

const SPEED = { min: 0.7, max: 1.2 };

/** The language of a text, for the models that take one by name; the others hear it from the text. */
export function languageOf(language: string, model: string): { language_code?: string } {
  const [tag = ''] = language.toLowerCase().split('-');
  return /v2_5|_v3/.test(model) && tag.length === 2 ? { language_code: tag } : {};
}

/** How the voice shall speak; undefined where it shall as it was made. */
export function voiceSettingsOf({ speed = 1 }: Pick<TtsRequest, 'speed'>, { stability, similarity, style }: TtsSettings): object | undefined {
  const settings = {
    ...(stability === undefined ? {} : { stability }), ...(similarity === undefined ? {} : { similarity_boost: similarity }), ...(style === undefined ? {} : { style }),
    ...(speed === 1 ? {} : { speed: Math.min(SPEED.max, Math.max(SPEED.min, speed)) }),
  };
  return Object.keys(settings).length === 0 ? undefined : settings;
}
