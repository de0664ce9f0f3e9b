import type { Phone } from './phone.js';

export interface ConversationOptions {
  /** Waits for the agent this long before giving up, in milliseconds. */
  readonly agentTimeoutMs?: number;
  /** The agent has finished when it has been quiet this long. */
  readonly agentQuietMs?: number;
  /** Speak the next utterance so long after the agent began to answer the one before, whether it has finished or not. */
  readonly interruptAfterMs?: number | undefined;
}

const POLL_MS = 20;
const pause = (durationMs: number) => new Promise<void>((resolve) => { setTimeout(resolve, durationMs); });

async function until(phone: Phone, timeoutMs: number, isDone: () => boolean): Promise<boolean> {
  for (const endMs = performance.now() + timeoutMs; performance.now() < endMs && phone.isOpen; await pause(POLL_MS)) if (isDone()) return true;
  return isDone();
}

/**
 * Speaks the utterances one after the other, or writes those that are text, and listens between them: first to the
 * greeting, then to each answer.
 * Answers for each whether the agent spoke. The last answer is heard to its end.
 */
export async function converse(phone: Phone, utterances: readonly (Int16Array | string)[], options: ConversationOptions = {}): Promise<boolean[]> {
  const { agentTimeoutMs = 20_000, agentQuietMs = 900, interruptAfterMs } = options;
  const answered: boolean[] = [];
  const listen = async (bursts: number, isInterrupted: boolean): Promise<boolean> => {
    const hasSpoken = await until(phone, agentTimeoutMs, () => phone.agentBursts > bursts);
    if (isInterrupted && hasSpoken) await until(phone, interruptAfterMs ?? 0, () => performance.now() - (phone.agentSpokeAt ?? 0) >= (interruptAfterMs ?? 0));
    else if (hasSpoken) await until(phone, 60_000, () => phone.agentQuietMs >= agentQuietMs);
    return hasSpoken;
  };
  const isInterrupting = interruptAfterMs !== undefined;
  await listen(0, isInterrupting && utterances.length === 1);
  for (const [index, utterance] of utterances.entries()) {
    const bursts = phone.agentBursts;
    if (typeof utterance === 'string') phone.write(utterance);
    else await phone.say(utterance);
    const isLast = index === utterances.length - 1;
    answered.push(await listen(bursts, isInterrupting && !isLast));
  }
  return answered;
}
