import type { AudioFormat, AudioSamples } from '../audio.js';
import type { ProviderUsage } from './usage.js';

/** Text to speech, version 1. */
export const TTS_SPEC = 'tts/v1';

export interface TtsAbilities {
  /** Audio arrives before the whole text has been spoken. */
  readonly isStreaming: boolean;
  readonly hasTimestamps: boolean;
  readonly formats: readonly AudioFormat[];
  readonly languages: readonly string[];
  /** Longest `text` of one request, in characters; a longer one is refused as `bad-request`. */
  readonly textCharactersMax: number;
}

export interface TtsVoice {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly gender?: 'female' | 'male' | 'neutral';
}

export interface TtsRequest {
  /** The same for all sentences of one agent turn, so that a vendor can keep the prosody; a new one after an interruption. */
  readonly contextId: string;
  readonly text: string;
  /** True where no more text follows in this context. */
  readonly isLast: boolean;
  /** One of `voices()`; the provider's first where undefined. */
  readonly voice?: string;
  readonly language: string;
  readonly format: AudioFormat;
  /** 1 is the voice's own speed; 0.5 to 2. */
  readonly speed?: number;
  readonly signal: AbortSignal;
}

export type TtsEvent =
  | { readonly type: 'audio'; readonly samples: AudioSamples }
  /** Where words lie, in milliseconds from the start of this request's audio and in UTF-16 offsets of its text. */
  | {
      readonly type: 'timestamps';
      readonly words: readonly { readonly startMs: number; readonly endMs: number; readonly charStart: number; readonly charEnd: number }[];
    }
  /** Once, before the end of a stream that spoke: `characters` is the length of the text in UTF-16 units. */
  | { readonly type: 'usage'; readonly usage: ProviderUsage };

/** A recording of a speaker, as a file. */
export interface VoiceSample {
  readonly fileName: string;
  /** Such as `audio/wav`. */
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface VoiceToClone {
  readonly name: string;
  readonly description?: string;
  /** BCP 47 tag of what is spoken in the samples. */
  readonly language?: string;
  /** Of one speaker, who has agreed to it: that is for whoever asks to make sure. */
  readonly samples: readonly VoiceSample[];
  readonly signal: AbortSignal;
}

export interface VoiceCloning {
  /** One of `voices()` from now on. */
  readonly voice: TtsVoice;
  /** False where the vendor wants the speaker to prove the agreement before the voice can be used. */
  readonly isVerified: boolean;
}

export interface TtsProvider {
  readonly spec: typeof TTS_SPEC;
  readonly abilities: TtsAbilities;
  voices(): Promise<readonly TtsVoice[]>;
  /**
   * Makes a voice out of samples of a speaker. Optional, for vendors that can. Rejects with a `ProviderError`; samples
   * that the vendor would not take are refused as `bad-request`. Aborting rejects within 100 ms with `aborted`; the voice may be
   * made all the same.
   */
  cloneVoice?(request: VoiceToClone): Promise<VoiceCloning>;
  /**
   * Speaks one piece of text. Rejects with a `ProviderError`; aborting ends the iteration within 100 ms. A stream that
   * ends without audio for text that has words is a `vendor-fault`; text without words ends quietly.
   */
  synthesize(request: TtsRequest): AsyncIterable<TtsEvent>;
  close(): Promise<void>;
}
