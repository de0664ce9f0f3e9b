import type { Timer } from '@parley/plugin-host';
import type { Listening } from '../stages/listening.js';
import type { CallCore } from './core.js';
import { CALL_LIMITS } from './limits.js';
import type { LineUp } from './line-up.js';
import { ENDED } from './reasons.js';

export interface HoldOptions {
  readonly core: CallCore;
  readonly listening: Listening;
  /** Undefined until the providers are open. */
  readonly lineUp: () => LineUp | undefined;
  /** Told before anything is heard again. The caller is there: whoever puts a call on hold or takes it off is. */
  readonly onChanged: () => void;
  readonly onLimit: () => void;
}

/**
 * The caller puts the call on hold: the agent stops at once, to the sample, and hears nothing. It may go on thinking; what it
 * has to say waits. Afterwards it goes on from the word that it broke off in.
 */
export class Hold {
  readonly #options: HoldOptions;
  #sinceMs = 0;
  #timer: Timer | undefined;

  constructor(options: HoldOptions) {
    this.#options = options;
  }

  /** Saying the same twice changes nothing. The line is told each time what holds. */
  set(isHeld: boolean): void {
    const { core } = this.#options;
    // Last words are the end of the call: there is nothing left to hold.
    if (isHeld !== core.isHeld && (core.state === 'OPENING' || core.state === 'ACTIVE')) {
      core.transcript.event('call-held', { isHeld });
      if (isHeld) this.#begin();
      else this.#end();
    }
    core.options.line.sendNotice({ type: 'hold', isHeld: core.isHeld });
  }

  #begin(): void {
    const { core, lineUp, onChanged, onLimit } = this.#options;
    const nowMs = core.nowMs();
    core.isHeld = true;
    this.#sinceMs = nowMs;
    core.playout.pause(nowMs, 'HOLD');
    lineUp()?.hold();
    // A goodbye to a caller who seemed to be gone is not taken up again.
    if (Array.from(core.endings.values()).some(({ code }) => code === ENDED.callerSilent.code)) {
      lineUp()?.answering.abort();
      core.cutAll(nowMs);
    }
    onChanged();
    this.#timer = core.after(CALL_LIMITS.holdMsMax, onLimit);
  }

  #end(): void {
    const { core, listening, onChanged } = this.#options;
    const nowMs = core.nowMs();
    core.isHeld = false;
    this.#timer?.cancel();
    // What the detector said last was of the time before.
    listening.reset();
    for (const { times } of core.playout.utterances) {
      // An answer that was ready to be heard waited on purpose.
      if (times.firstSentMs !== undefined || times.endpointWaitMs === undefined || times.firstAudioMs === undefined) continue;
      times.endpointWaitMs += nowMs - Math.max(this.#sinceMs, times.firstAudioMs);
    }
    onChanged();
    core.playout.resume(nowMs, 'HOLD');
  }
}
