import type { EndedReason } from '@parley/media-contract';
import type { Clock, OpenedCall } from '@parley/plugin-host';
import type { RecordingFile } from '../observe/recorder-port.js';
import type { CallCore } from './core.js';
import { CALL_LIMITS } from './limits.js';
import type { LineUp } from './line-up.js';
import type { LineCloseCode } from './line.js';
import type { TypedTurns } from './typed.js';

const CLOSE_CODES: Partial<Record<EndedReason['code'], LineCloseCode>> = {
  INTERNAL_ERROR: 'internal-error', PROTOCOL_ERROR: 'protocol-error', SHUTDOWN: 'shutdown',
};

/** Waits for a step of the closing, but not for ever; a step that fails or hangs must not hold back the rest. */
async function atMost<Result>(clock: Clock, step: () => Promise<Result>, onProblem: (error: unknown) => void): Promise<Result | undefined> {
  let timer: { cancel(): void } | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = clock.setTimer(CALL_LIMITS.closeStepMsMax, () => {
      onProblem(new Error('timed out'));
      resolve(undefined);
    });
  });
  try {
    return await Promise.race([step(), late]);
  } catch (error) {
    onProblem(error);
    return undefined;
  } finally {
    timer?.cancel();
  }
}

/** Gives up what is being said, and writes down what the caller said or wrote last. */
export function writeOpenTurns(core: CallCore, stages: LineUp | undefined, typed: TypedTurns): void {
  try {
    stages?.answering.abort();
    core.cutAll(core.nowMs());
    const open = [...(stages?.takeOpen() ?? []), ...typed.take(core.nowMs())];
    for (const turn of open.toSorted((one, other) => one.turnIndex - other.turnIndex)) core.transcript.callerTurn(turn);
  } catch (error) {
    core.options.logger.warn('the last turn of a call could not be written', { callId: core.options.plan.callId, error: String(error) });
  }
}

/** Closes everything a call opened and writes its last events. The line is told first: nobody waits for files. */
export async function finishCall(core: CallCore, reason: EndedReason, stages: LineUp | undefined, opened: OpenedCall | undefined): Promise<void> {
  const { line, report, recorder, clock, logger, plan } = core.options;
  const endMs = core.nowMs();
  const problem = (step: string) => (error: unknown): void => {
    logger.warn('a step of ending a call failed', { callId: plan.callId, step, error: error instanceof Error ? error.message : String(error) });
  };
  line.sendNotice({ type: 'ended', code: reason.code, text: reason.text });
  line.close(CLOSE_CODES[reason.code] ?? 'ended', reason.text);
  await atMost(clock, async () => {
    await stages?.hearing.close();
    core.closing.abort();
    await opened?.close();
  }, problem('close providers'));
  const file: RecordingFile | undefined = recorder && await atMost(clock, () => recorder.finish(endMs - core.startMs), problem('finish recording'));
  try {
    if (file) {
      const { durationMs, byteLength, sha256, sampleRateHz } = file;
      core.transcript.event('recording-ready', { durationMs: Math.round(durationMs), byteLength, sha256, sampleRateHz });
    }
    core.transcript.event('call-ended', { reason, durationMs: endMs - core.startMs, usage: core.usage.lines, speculation: speculationOf(stages) });
    if (file) report.recording(file);
  } catch (error) {
    problem('report the end')(error);
  }
  await atMost(clock, () => report.close(), problem('close report'));
}

function speculationOf(stages: LineUp | undefined): { hits: number; misses: number } {
  return { hits: (stages?.hearing.hits ?? 0) + (stages?.answering.hits ?? 0), misses: (stages?.hearing.misses ?? 0) + (stages?.answering.misses ?? 0) };
}
