import llamaTokenizer from 'llama-tokenizer-js';
import onnx from 'onnxruntime-node';
import type { SttJobResult } from './stt-job.js';
import { loopStart } from './token-loop.js';

const TOKEN_BEGIN = 1;
const TOKEN_END = 2;
/** Ids from here on are no text. */
const TOKENS_TEXT = 32_000;
/** The authors' own bound against invented text: no one speaks faster. */
const TOKENS_PER_SECOND_MAX = 6;
const LAYERS = 6;
const HEADS = 8;
const HEAD_WIDTH = 36;
const SAMPLE_RATE_HZ = 16_000;

export interface MoonshineFiles { readonly encoder: string; readonly decoder: string }

/** Moonshine tiny (English): encoder once, then the decoder token by token, always taking the likeliest. */
export class Moonshine {
  readonly #encoder: onnx.InferenceSession;
  readonly #decoder: onnx.InferenceSession;

  private constructor(encoder: onnx.InferenceSession, decoder: onnx.InferenceSession) {
    this.#encoder = encoder;
    this.#decoder = decoder;
  }

  static async load(files: MoonshineFiles): Promise<Moonshine> {
    const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
    const [encoder, decoder] = [await onnx.InferenceSession.create(files.encoder, options), await onnx.InferenceSession.create(files.decoder, options)];
    return new Moonshine(encoder, decoder);
  }

  /** `isCancelled` is asked before every token; a cancelled decode answers with what it has. */
  async transcribe(samples: Int16Array, isCancelled: () => boolean): Promise<SttJobResult> {
    const input = new Float32Array(samples.length);
    for (let index = 0; index < samples.length; index += 1) input[index] = samples[index]! / 32_768;
    const encoded = await this.#encoder.run({ input_values: new onnx.Tensor('float32', input, [1, input.length]) });
    return await this.#decode(encoded['last_hidden_state']!, Math.ceil((samples.length / SAMPLE_RATE_HZ) * TOKENS_PER_SECOND_MAX), isCancelled);
  }

  async #decode(hidden: onnx.Tensor, tokensMax: number, isCancelled: () => boolean): Promise<SttJobResult> {
    const past = emptyPast();
    const tokens: number[] = [];
    let last = TOKEN_BEGIN;
    let logprobSum = 0;
    let steps = 0;
    while (tokens.length < tokensMax && !isCancelled()) {
      const isFirst = steps === 0;
      const output = await this.#decoder.run({
        input_ids: new onnx.Tensor('int64', BigInt64Array.of(BigInt(last)), [1, 1]), encoder_hidden_states: hidden,
        use_cache_branch: new onnx.Tensor('bool', [!isFirst], [1]), ...past,
      });
      const best = likeliest(output['logits']!.data as Float32Array);
      logprobSum += best.logprob;
      steps += 1;
      last = best.token;
      if (last === TOKEN_END) break;
      tokens.push(last);
      const loop = loopStart(tokens);
      if (loop !== undefined) return outcome(tokens.slice(0, loop), logprobSum / steps, true);
      // The encoder's keys and values are made in the first step and stay.
      for (const name of Object.keys(past)) if (isFirst || !name.includes('encoder')) past[name] = output[name.replace('past_key_values', 'present')]!;
    }
    return outcome(tokens, steps === 0 ? 0 : logprobSum / steps, false);
  }
}

function outcome(tokens: readonly number[], meanLogprob: number, isLooping: boolean): SttJobResult {
  const words = tokens.filter((token) => token > TOKEN_END && token < TOKENS_TEXT);
  return { text: llamaTokenizer.decode(words, false, false).trim(), meanLogprob, tokenCount: tokens.length, isLooping };
}

function emptyPast(): Record<string, onnx.Tensor> {
  const past: Record<string, onnx.Tensor> = {};
  for (let layer = 0; layer < LAYERS; layer += 1) {
    for (const part of ['decoder', 'encoder']) {
      for (const half of ['key', 'value']) {
        past[`past_key_values.${layer}.${part}.${half}`] = new onnx.Tensor('float32', new Float32Array(0), [0, HEADS, 1, HEAD_WIDTH]);
      }
    }
  }
  return past;
}

/** The token of the largest logit, with the natural logarithm of its probability. */
function likeliest(logits: Float32Array): { readonly token: number; readonly logprob: number } {
  let token = 0;
  for (let index = 1; index < logits.length; index += 1) if (logits[index]! > logits[token]!) token = index;
  const top = logits[token]!;
  let sum = 0;
  for (let index = 0; index < logits.length; index += 1) sum += Math.exp(logits[index]! - top);
  return { token, logprob: -Math.log(sum) };
}
