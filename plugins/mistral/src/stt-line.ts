import type { ProviderError, StretchLine, StretchListener } from '@parley/plugin-sdk';
import { Hearing, type HearingParts } from './stt-hearing.js';

/**
 * A line to a vendor whose connections hear one stretch each: while one hears, the next is made ready, so that a caller
 * who goes on after a pause waits for none.
 */
class Line implements StretchLine {
  readonly #parts: HearingParts;
  readonly #listener: StretchListener;
  /** Connections that have heard, or hear, a stretch. */
  readonly #hearings = new Set<Hearing>();
  #spare: Hearing | undefined;
  #open: Hearing | undefined;
  #count = 0;
  #isOver = false;

  constructor(parts: HearingParts, listener: StretchListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  /** Resolves when the vendor listens. */
  async begin(): Promise<void> {
    try { await this.#makeSpare().ready; } catch (error) { this.close(); throw error; }
  }

  append(audio: Buffer): void {
    if (this.#isOver) return;
    if (!this.#open) {
      this.#open = this.#spare ?? this.#makeSpare();
      this.#hearings.add(this.#open);
      this.#makeSpare();
    }
    this.#open.send({ type: 'input_audio.append', audio: audio.toString('base64') });
  }

  commit(): void {
    this.#open?.send({ type: 'input_audio.flush' });
    this.#open?.send({ type: 'input_audio.end' });
    this.#open = undefined;
  }

  clear(): void {
    if (!this.#open) return;
    this.#hearings.delete(this.#open);
    this.#open.close();
    this.#open = undefined;
  }

  close(): void {
    this.#isOver = true;
    for (const hearing of this.#hearings) hearing.close();
    this.#spare?.close();
  }

  /** A connection for the next stretch, which is the one with the next number. */
  #makeSpare(): Hearing {
    const number = this.#count;
    this.#count += 1;
    const hearing: Hearing = new Hearing(this.#parts, {
      onText: (text) => { this.#listener.onText(number, text); },
      onDone: (transcript) => {
        this.#hearings.delete(hearing);
        this.#listener.onSettled(number, transcript);
      },
      onEnd: (error, isFinal) => { this.#lose(hearing, error, isFinal); },
    });
    this.#spare = hearing;
    return hearing;
  }

  #lose(hearing: Hearing, error: ProviderError, isFinal: boolean): void {
    if (this.#isOver) return;
    if (hearing !== this.#spare) {
      this.close();
      this.#listener.onEnd(error, isFinal);
      return;
    }
    // Nobody spoke to it: another is made when somebody does, under the same number.
    this.#spare = undefined;
    this.#count -= 1;
  }
}

export async function openLine(parts: HearingParts, listener: StretchListener): Promise<StretchLine> {
  const line = new Line(parts, listener);
  await line.begin();
  return line;
}
