import type { Clock, LlmToolCall } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';

export interface ToolResult {
  readonly resultJson: string;
  /** Why it did not work, in plain words; the model is told as well. */
  readonly error?: string;
}

/** Runs an agent's tools. Must not throw; results of any length are the runner's to limit. */
export interface ToolRunner {
  run(call: LlmToolCall, context: { readonly callId: string; readonly organizationId: string; readonly signal: AbortSignal }): Promise<ToolResult>;
}

/** Where no runner is given: every tool answers that it is not available, so that the model says so and invents nothing. */
export const noTools: ToolRunner = {
  run: async (call) => failed('tool-unavailable', `The tool "${call.name}" is not available.`),
};

function failed(error: string, message: string): ToolResult {
  return { resultJson: JSON.stringify({ error, message }), error: message };
}

/** Runs one call with the time limit; a runner's fault is a result too. */
export async function runTool(
  runner: ToolRunner, call: LlmToolCall, context: { readonly callId: string; readonly organizationId: string; readonly signal: AbortSignal }, clock: Clock,
): Promise<ToolResult> {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort();
  context.signal.addEventListener('abort', onAbort, { once: true });
  let timer: { cancel(): void } | undefined;
  const late = new Promise<ToolResult>((resolve) => {
    timer = clock.setTimer(CALL_LIMITS.toolTimeoutMs, () => {
      controller.abort();
      resolve(failed('tool-timeout', `The tool "${call.name}" did not answer in time.`));
    });
    controller.signal.addEventListener('abort', () => resolve(failed('tool-aborted', 'The call has ended.')), { once: true });
  });
  try {
    return await Promise.race([runner.run(call, { ...context, signal: controller.signal }), late]);
  } catch (error) {
    return failed('tool-failed', error instanceof Error ? error.message : String(error));
  } finally {
    timer?.cancel();
    context.signal.removeEventListener('abort', onAbort);
  }
}
