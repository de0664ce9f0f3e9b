import { isProviderError } from '../errors.js';
import { EMBEDDING_SPEC, type EmbeddingProvider } from '../kinds/embedding.js';
import { commonChecks, outcomeOf, specCheck, withProvider } from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';

export interface EmbeddingContractHarness extends ContractHarness<'embedding'> {
  /** Triples of a text, one near it and one far from it; default three in English. */
  readonly triples?: readonly (readonly [text: string, near: string, far: string])[];
}

type Check = ContractCheck<EmbeddingContractHarness>;

const TRIPLES: NonNullable<EmbeddingContractHarness['triples']> = [
  ['What are your opening hours?', 'Our opening hours are nine to six.', 'The cat sleeps under a tree.'],
  ['I want to return a pair of shoes.', 'How to return shoes that do not fit.', 'Rain is expected over the mountains.'],
  ['How much does delivery cost?', 'The cost of delivery is five dollars.', 'She plays the violin very well.'],
];
/** Vectors of one text may differ this much between requests, for sums in another order. */
const DIFFERENCE_MAX = 1e-3;

async function embed(
  harness: EmbeddingContractHarness, provider: EmbeddingProvider, texts: readonly string[],
): Promise<{ vectors: readonly Float32Array[]; usage: unknown }> {
  const answer = provider.embed({ texts, signal: new AbortController().signal });
  return await harness.time.within(answer, answerMsMaxOf(harness), `embedding ${texts.length} texts`);
}

function dot(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

function differ(left: Float32Array | undefined, right: Float32Array | undefined): boolean {
  if (!left || !right || left.length !== right.length) return true;
  return left.some((value, index) => !(Math.abs(value - right[index]!) <= DIFFERENCE_MAX));
}

function vectorCheck(
  id: string, rule: string, run: (provider: EmbeddingProvider, harness: EmbeddingContractHarness) => Promise<void>,
): Check {
  return defineCheck<EmbeddingContractHarness>(id, rule, async (harness) => {
    await withProvider<'embedding'>(harness, async (provider) => await run(provider, harness));
  });
}

const TEXTS = TRIPLES.flat();

const checks: readonly Check[] = [
  vectorCheck('embedding/unit-length', 'every vector has length 1, that of an empty text too', async (provider, harness) => {
    const { vectors } = await embed(harness, provider, [...TEXTS, '']);
    for (const vector of vectors) {
      const length = Math.sqrt(dot(vector, vector));
      must(Math.abs(length - 1) <= DIFFERENCE_MAX, `a vector of length ${length}`);
    }
  }),
  vectorCheck('embedding/dimensions-honest', 'every vector has the declared dimensions', async (provider, harness) => {
    const { vectors } = await embed(harness, provider, TEXTS);
    const wrong = vectors.find((vector) => vector.length !== provider.abilities.dimensions);
    must(wrong === undefined, `${wrong?.length ?? 0} dimensions, ${provider.abilities.dimensions} are declared`);
  }),
  vectorCheck('embedding/in-order', 'there is one vector for each text, in the order of the texts', async (provider, harness) => {
    const together = await embed(harness, provider, TEXTS);
    must(together.vectors.length === TEXTS.length, `${together.vectors.length} vectors for ${TEXTS.length} texts`);
    for (const index of [0, 3, TEXTS.length - 1]) {
      const alone = await embed(harness, provider, [TEXTS[index]!]);
      must(!differ(alone.vectors[0], together.vectors[index]), `text ${index} has another vector alone than among others`);
    }
    const none = await embed(harness, provider, []);
    must(none.vectors.length === 0, `${none.vectors.length} vectors for no text`);
  }),
  vectorCheck('embedding/deterministic', 'the same text has the same vector each time', async (provider, harness) => {
    const [first, second] = [await embed(harness, provider, TEXTS), await embed(harness, provider, TEXTS)];
    must(!first.vectors.some((vector, index) => differ(vector, second.vectors[index])), 'a vector changed between requests');
  }),
  vectorCheck('embedding/near-is-near', 'a text is nearer to one about the same than to one about something else', async (provider, harness) => {
    for (const [text, near, far] of harness.triples ?? TRIPLES) {
      const [middle, close, distant] = (await embed(harness, provider, [text, near, far])).vectors;
      must(middle !== undefined && close !== undefined && distant !== undefined, 'vectors are missing');
      must(dot(middle, close) > dot(middle, distant), `"${text}" is nearer to "${far}" than to "${near}"`);
    }
  }),
  vectorCheck('embedding/batch-limit', 'textsMax texts are embedded; one more is refused as bad-request', async (provider, harness) => {
    const { textsMax } = provider.abilities;
    const { vectors } = await embed(harness, provider, Array.from({ length: textsMax }, () => 'yes'));
    must(vectors.length === textsMax, `${vectors.length} vectors for ${textsMax} texts`);
    const outcome = await outcomeOf(embed(harness, provider, Array.from({ length: textsMax + 1 }, () => 'yes')));
    must('error' in outcome && isProviderError(outcome.error) && outcome.error.causeCode === 'bad-request',
      `${textsMax + 1} texts were not refused as bad-request`);
  }),
  vectorCheck('embedding/abort-rejects', 'an abort rejects the request within 100 ms with the cause aborted', async (provider, harness) => {
    const { clock, toleranceMs } = harness.time;
    const controller = new AbortController();
    const answer = outcomeOf(provider.embed({ texts: TEXTS, signal: controller.signal }));
    controller.abort();
    const abortedAtMs = clock.nowMs();
    const outcome = await harness.time.within(answer, answerMsMaxOf(harness), 'an aborted request');
    const tookMs = clock.nowMs() - abortedAtMs;
    must(tookMs <= 100 + toleranceMs, `the request ended ${Math.round(tookMs)} ms after the abort`);
    must('error' in outcome && isProviderError(outcome.error) && outcome.error.causeCode === 'aborted', 'the request did not reject with aborted');
  }),
  vectorCheck('embedding/requests-independent', 'requests at the same time each get their own vectors', async (provider, harness) => {
    const [first, second] = [TEXTS[0]!, TEXTS[2]!];
    const alone = [await embed(harness, provider, [first]), await embed(harness, provider, [second])];
    const signal = new AbortController().signal;
    const both = await harness.time.within(
      Promise.all([provider.embed({ texts: [first], signal }), provider.embed({ texts: [second], signal })]),
      answerMsMaxOf(harness), 'two requests at the same time');
    must(both.every((answer, index) => !differ(answer.vectors[0], alone[index]!.vectors[0])), 'a vector differs from the one got alone');
  }),
];

/** The rules of `embedding/v1`. */
export const embeddingContract: readonly Check[] = [
  specCheck('embedding', EMBEDDING_SPEC, ({ abilities }) => {
    if (!(Number.isInteger(abilities.dimensions) && abilities.dimensions > 0)) return `dimensions is ${abilities.dimensions}`;
    if (!(Number.isInteger(abilities.textsMax) && abilities.textsMax > 0)) return `textsMax is ${abilities.textsMax}`;
    return abilities.languages.length === 0 ? 'no language is declared' : undefined;
  }),
  ...checks,
  ...commonChecks<'embedding', EmbeddingContractHarness>('embedding', async (provider, harness) => await embed(harness, provider, [TEXTS[0]!])),
];
