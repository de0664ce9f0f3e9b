interface Waiting { readonly enter: () => void }

/** So many at once, so many waiting for their turn; the rest is turned away. */
export class Slots {
  readonly #runningMax: number;
  readonly #waitingMax: number;
  readonly #waiting: Waiting[] = [];
  #running = 0;

  constructor(runningMax: number, waitingMax: number) {
    this.#runningMax = runningMax;
    this.#waitingMax = waitingMax;
  }

  get running(): number { return this.#running; }
  get waiting(): number { return this.#waiting.length; }

  /** Waits for a turn and answers how to give it back; undefined where too many wait, or `signal` ends the wait. */
  async enter(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined;
    if (this.#running < this.#runningMax) {
      this.#running += 1;
    } else {
      if (this.#waiting.length >= this.#waitingMax || !await this.#turn(signal)) return undefined;
    }
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      // The next takes the place over, so that nobody can slip in between.
      const next = this.#waiting.shift();
      if (next) next.enter(); else this.#running -= 1;
    };
  }

  /** True once a place was handed over; false when the wait was given up. */
  #turn(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting: Waiting = { enter: () => { signal.removeEventListener('abort', giveUp); resolve(true); } };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        resolve(false);
      };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
