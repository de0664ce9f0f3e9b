import { isProviderError } from '../errors.js';
import { TURN_SPEC, type TurnProvider, type TurnRequest, type TurnVerdict } from '../kinds/turn.js';
import { commonChecks, outcomeOf, specCheck, withProvider } from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';

export interface TurnContractHarness extends ContractHarness<'turn'> {
  /** Transcripts that are surely finished, and surely not; defaults in English. */
  readonly completeTexts?: readonly string[];
  readonly incompleteTexts?: readonly string[];
  /** Given with every request to a detector that listens. */
  readonly audio?: TurnRequest['audio'];
  /** Longest wait for a verdict, in milliseconds; default 300: later it cannot decide a turn any more. */
  readonly verdictMsMax?: number;
}

type Check = ContractCheck<TurnContractHarness>;

const COMPLETE = ['What are your opening hours?', 'Yes, that is all, thank you.', 'I would like to book a table for two people.'];
const INCOMPLETE = ['I would like to speak to somebody about the', 'My name is', 'I called yesterday because', 'I need two tickets and'];
/** Silence that no caller would bear, in milliseconds. */
const WAIT_MS_MAX = 15_000;

const completeTextsOf = (harness: TurnContractHarness): readonly string[] => harness.completeTexts ?? COMPLETE;

function requestOf(harness: TurnContractHarness, transcript: string): Omit<TurnRequest, 'signal'> {
  return { transcript, agentText: 'How can I help you?', language: 'en', ...(harness.audio === undefined ? {} : { audio: harness.audio }) };
}

async function predict(harness: TurnContractHarness, provider: TurnProvider, transcript: string): Promise<TurnVerdict> {
  const verdict = provider.predict({ ...requestOf(harness, transcript), signal: new AbortController().signal });
  return await harness.time.within(verdict, answerMsMaxOf(harness), 'a verdict');
}

function verdictCheck(id: string, rule: string, run: (provider: TurnProvider, harness: TurnContractHarness) => Promise<void>): Check {
  return defineCheck<TurnContractHarness>(id, rule, async (harness) => {
    await withProvider<'turn'>(harness, async (provider) => await run(provider, harness));
  });
}

const isProbability = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const checks: readonly Check[] = [
  verdictCheck('turn/within-0-and-1', 'probability and threshold lie within 0 and 1, for an empty transcript too', async (provider, harness) => {
    for (const transcript of [...completeTextsOf(harness), ...(harness.incompleteTexts ?? INCOMPLETE), '']) {
      const verdict = await predict(harness, provider, transcript);
      must(isProbability(verdict.completeProbability) && isProbability(verdict.threshold),
        `probability ${verdict.completeProbability}, threshold ${verdict.threshold} for "${transcript}"`);
    }
  }),
  verdictCheck('turn/complete-is-complete', 'finished sentences reach the threshold', async (provider, harness) => {
    for (const transcript of completeTextsOf(harness)) {
      const { completeProbability, threshold } = await predict(harness, provider, transcript);
      must(completeProbability >= threshold, `${completeProbability} under ${threshold} for "${transcript}"`);
    }
  }),
  verdictCheck('turn/incomplete-is-incomplete', 'broken-off sentences stay under the threshold', async (provider, harness) => {
    for (const transcript of harness.incompleteTexts ?? INCOMPLETE) {
      const { completeProbability, threshold } = await predict(harness, provider, transcript);
      must(completeProbability < threshold, `${completeProbability} reaches ${threshold} for "${transcript}"`);
    }
  }),
  verdictCheck('turn/says-why', 'every verdict has a reason in words', async (provider, harness) => {
    const { reason } = await predict(harness, provider, completeTextsOf(harness)[0]!);
    must(typeof reason === 'string' && reason.trim() !== '', 'no reason');
  }),
  verdictCheck('turn/wait-bearable', 'a wait, where one is given, lies within 0 and 15 s', async (provider, harness) => {
    for (const transcript of [...completeTextsOf(harness), ...(harness.incompleteTexts ?? INCOMPLETE)]) {
      const { waitMs } = await predict(harness, provider, transcript);
      must(waitMs === undefined || (waitMs >= 0 && waitMs <= WAIT_MS_MAX), `a wait of ${String(waitMs)} ms`);
    }
  }),
  verdictCheck('turn/answers-in-time', 'a verdict comes while it can still decide the turn', async (provider, harness) => {
    const limitMs = (harness.verdictMsMax ?? 300) + harness.time.toleranceMs;
    const startedAtMs = harness.time.clock.nowMs();
    await predict(harness, provider, completeTextsOf(harness)[0]!);
    const tookMs = harness.time.clock.nowMs() - startedAtMs;
    must(tookMs <= limitMs, `a verdict after ${Math.round(tookMs)} ms; ${limitMs} are allowed`);
  }),
  verdictCheck('turn/abort-rejects', 'an abort ends the request within 100 ms: with the cause aborted, or with a verdict that was ready',
    async (provider, harness) => {
      const { clock, toleranceMs } = harness.time;
      const controller = new AbortController();
      const answer = outcomeOf(provider.predict({ ...requestOf(harness, completeTextsOf(harness)[0]!), signal: controller.signal }));
      controller.abort();
      const abortedAtMs = clock.nowMs();
      const outcome = await harness.time.within(answer, answerMsMaxOf(harness), 'an aborted request');
      const tookMs = clock.nowMs() - abortedAtMs;
      must(tookMs <= 100 + toleranceMs, `the request ended ${Math.round(tookMs)} ms after the abort`);
      if ('error' in outcome) must(isProviderError(outcome.error) && outcome.error.causeCode === 'aborted', 'the request did not reject with aborted');
    }),
  verdictCheck('turn/requests-independent', 'requests at the same time each get their own verdict', async (provider, harness) => {
    const transcripts = [completeTextsOf(harness)[0]!, (harness.incompleteTexts ?? INCOMPLETE)[0]!];
    const alone = [await predict(harness, provider, transcripts[0]!), await predict(harness, provider, transcripts[1]!)];
    const signal = new AbortController().signal;
    const both = await harness.time.within(
      Promise.all(transcripts.map(async (transcript) => await provider.predict({ ...requestOf(harness, transcript), signal }))),
      answerMsMaxOf(harness), 'two verdicts at the same time');
    must(both.every((verdict, index) => Math.abs(verdict.completeProbability - alone[index]!.completeProbability) < 0.01),
      'a verdict differs from the one got alone');
  }),
];

/** The rules of `turn/v1`. */
export const turnContract: readonly Check[] = [
  specCheck('turn', TURN_SPEC, ({ abilities }) => {
    if (typeof abilities.needsAudio !== 'boolean') return 'needsAudio is neither true nor false';
    return abilities.languages.length === 0 ? 'no language is declared' : undefined;
  }),
  ...checks,
  ...commonChecks<'turn', TurnContractHarness>('turn', async (provider, harness) => await predict(harness, provider, completeTextsOf(harness)[0]!)),
];
