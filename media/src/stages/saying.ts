import type { CallPlan } from '@parley/media-contract';
import type { Clock, Timer } from '@parley/plugin-host';
import { phraseTexts, type PhraseKey } from './phrase-texts.js';
import type { Phrase, Phrases } from './phrases.js';
import type { Playout } from './playout.js';
import { speakPiece } from './speak-piece.js';
import { pauseFor } from './speaking.js';
import type { TextLocale } from './text/locales.js';
import { normalise } from './text/normaliser.js';
import { failureTone, waitTone } from './tone.js';
import type { Purpose, Utterance } from './utterance.js';
import type { Voice } from './voice.js';

export interface SayingOptions {
  readonly plan: CallPlan;
  /** Undefined where no voice could be opened. */
  readonly voice: Voice | undefined;
  readonly sampleRateHz: 8000 | 16000;
  readonly phrases: Phrases;
  readonly playout: Playout;
  readonly clock: Clock;
  readonly locale: TextLocale;
  readonly after: (delayMs: number, callback: () => void) => Timer;
  readonly openUtterance: (purpose: Purpose, isProtected: boolean) => Utterance;
  readonly onError: (error: unknown) => void;
}

/** A phrase that is not at hand may take this long before a tone stands in: where one is needed, the caller has waited already. */
const PHRASE_MS_MAX = 90;
/** A phrase that broke off is tried again so often; one that did not begin has its own stand-in. */
const REST_TRIES_MAX = 2;
const PREPARED: readonly PhraseKey[] = ['apology', 'filler', 'lostThread', 'notUnderstood', 'apologyInternal'];

/** Fixed phrases: greeting, fillers, prompts, last words. Each is its own utterance, so cutting one never trims another. */
export class Saying {
  readonly #options: SayingOptions;
  readonly #texts: ReturnType<typeof phraseTexts>;
  readonly #turns = new Map<PhraseKey, number>();

  constructor(options: SayingOptions) {
    this.#options = options;
    this.#texts = phraseTexts(options.plan.agent.language);
  }

  /** The wordings of a phrase are taken in turn. */
  phrase(purpose: Purpose, key: PhraseKey, isProtected = false): Utterance {
    const texts = this.#texts[key];
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    return this.text(purpose, texts[turn % texts.length]!, isProtected);
  }

  /** `onFailed`: the voice could not say it, and nothing stands in for it. */
  text(purpose: Purpose, text: string, isProtected: boolean, onFailed?: (error: unknown) => void): Utterance {
    const utterance = this.#options.openUtterance(purpose, isProtected);
    utterance.generatedText = text;
    utterance.times.firstPieceMs = this.#options.clock.nowMs();
    this.#play(utterance, onFailed).catch(this.#options.onError);
    return utterance;
  }

  /** Has the phrases made that must be at hand when the voice is not. One after the other, so that the call's own speech comes first. */
  async prepare(signal: AbortSignal): Promise<void> {
    for (const key of PREPARED) {
      for (const text of this.#texts[key]) {
        const phrase = this.#phrase(normalise(text, this.#options.locale).spokenText);
        if (!phrase || signal.aborted) return;
        try {
          for await (const _event of phrase.read(signal)) if (signal.aborted) return;
        } catch {
          // A voice that is down now is tried again when the phrase is needed; then a tone stands in.
          return;
        }
      }
    }
  }

  #phrase(spokenText: string): Phrase | undefined {
    const { voice, plan, phrases } = this.#options;
    if (!voice) return undefined;
    const step = plan.routes.tts.steps[0]!;
    const key = JSON.stringify([step.connectionId, step.model, step.voice, step.settings, plan.agent.voice, plan.agent.language, voice.sampleRateHz, spokenText]);
    return phrases.get(key, (signal) => voice.speak({ text: spokenText, contextId: `phrase-${plan.callId}`, isLast: true, signal }));
  }

  async #play(utterance: Utterance, onFailed: ((error: unknown) => void) | undefined): Promise<void> {
    const { plan, voice, playout, clock, locale, after } = this.#options;
    const { signal } = utterance.epoch;
    const { spokenText, words } = normalise(utterance.generatedText, locale);
    const waiting = new AbortController();
    const stopWaiting = (): void => waiting.abort();
    signal.addEventListener('abort', stopWaiting, { once: true });
    const tone = this.#toneFor(utterance.purpose);
    const timer = tone ? after(PHRASE_MS_MAX, () => { if (utterance.totalSamples === 0) waiting.abort(); }) : undefined;
    let failure: unknown;
    try {
      const phrase = this.#phrase(spokenText);
      if (phrase && voice) {
        await speakPiece({ spokenText, words }, utterance, {
          playout, clock, sampleRateHz: voice.sampleRateHz, pace: voice.pace, triesMax: REST_TRIES_MAX,
          // Only a whole phrase is worth keeping; the rest of a broken one is said directly.
          speak: (text) => text === spokenText ? phrase.read(waiting.signal) : voice.speak({ text, contextId: `${plan.callId}-${utterance.epoch.id}`, isLast: true, signal }),
          pause: (delayMs, until) => pauseFor(delayMs, until, after),
        });
      }
    } catch (error) {
      failure = error;
    } finally {
      timer?.cancel();
      signal.removeEventListener('abort', stopWaiting);
    }
    if (signal.aborted) return;
    if (utterance.totalSamples === 0) {
      // A tone says none of the words: they must not count as heard.
      utterance.pieces.length = 0;
      if (tone) playout.append(utterance, tone);
      else onFailed?.(failure);
    }
    playout.finish(utterance);
  }

  #toneFor(purpose: Purpose): Int16Array | undefined {
    if (purpose === 'APOLOGY') return failureTone(this.#options.sampleRateHz);
    return purpose === 'FILLER' ? waitTone(this.#options.sampleRateHz) : undefined;
  }
}
