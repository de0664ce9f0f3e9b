import type { Timer } from '@parley/plugin-host';
import { CALL_LIMITS } from './limits.js';

/** Gathers key presses into one input: until `#`, or until no key has been pressed for a while. */
export class DigitInput {
  #digits = '';
  #timer: Timer | undefined;

  constructor(private readonly after: (delayMs: number, callback: () => void) => Timer, private readonly onInput: (digits: string) => void) {}

  press(digit: string): void {
    this.#timer?.cancel();
    if (digit === '#') {
      this.#take();
      return;
    }
    this.#digits = (this.#digits + digit).slice(-CALL_LIMITS.digitsMax);
    this.#timer = this.after(CALL_LIMITS.digitsWaitMs, () => this.#take());
  }

  #take(): void {
    const digits = this.#digits;
    this.#digits = '';
    if (digits !== '') this.onInput(digits);
  }
}
