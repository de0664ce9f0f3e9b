import type { Saying } from '../stages/saying.js';
import type { Utterance } from '../stages/utterance.js';
import type { CallCore } from './core.js';
import { CALL_LIMITS } from './limits.js';

const TRIES_MAX = 2;

/** The agent's first words; a voice that fails twice at them will not carry the call. */
export class Greeting {
  utterance: Utterance | undefined;

  constructor(private readonly core: CallCore, private readonly saying: Saying, private readonly onHopeless: () => void) {}

  speak(attempt = 1): void {
    const { greeting, turnTaking } = this.core.options.plan.agent;
    if (greeting.trim() !== '') {
      this.utterance = this.saying.text('GREETING', greeting, !turnTaking.isInterruptible, () => {
        if (attempt >= TRIES_MAX) this.onHopeless();
        else this.core.after(CALL_LIMITS.generateRetryMs, () => { if (this.core.state === 'ACTIVE') this.speak(attempt + 1); });
      });
    }
    if (attempt === 1) this.#prepare().catch(this.core.fail);
  }

  /** Phrases for hard times: after the greeting, which must not wait for them, and on nobody's turn. */
  async #prepare(): Promise<void> {
    const { waiters, closing, usage } = this.core;
    const greeting = this.utterance;
    const slot = usage.agentSlot;
    await waiters.until(() => greeting === undefined || greeting.isComplete || greeting.isOver, closing.signal);
    if (usage.agentSlot === slot) usage.agentSlot = undefined;
    await this.saying.prepare(closing.signal);
  }
}
