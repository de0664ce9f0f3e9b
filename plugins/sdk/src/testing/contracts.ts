import type { ProviderKind } from '../plugin.js';
import { registerChecks, type ContractCheck, type RegisterTest } from './contract.js';
import { dataSourceContract, type DataSourceContractHarness } from './data-source-contract.js';
import { embeddingContract, type EmbeddingContractHarness } from './embedding-contract.js';
import { llmContract, type LlmContractHarness } from './llm-contract.js';
import { mailContract, type MailContractHarness } from './mail-contract.js';
import { storageContract } from './storage-contract.js';
import type { StorageContractHarness } from './storage-kit.js';
import { sttContract } from './stt-contract.js';
import type { SttContractHarness } from './stt-ear.js';
import { ttsContract, type TtsContractHarness } from './tts-contract.js';
import { turnContract, type TurnContractHarness } from './turn-contract.js';
import { vadContract, type VadContractHarness } from './vad-contract.js';

/** What the suite of each kind asks of the package under test. */
export interface HarnessByKind {
  stt: SttContractHarness;
  tts: TtsContractHarness;
  llm: LlmContractHarness;
  embedding: EmbeddingContractHarness;
  vad: VadContractHarness;
  turn: TurnContractHarness;
  mail: MailContractHarness;
  'data-source': DataSourceContractHarness;
  storage: StorageContractHarness;
}

/** Every rule of every kind. */
export const contracts: { readonly [Kind in ProviderKind]: readonly ContractCheck<HarnessByKind[Kind]>[] } = {
  stt: sttContract, tts: ttsContract, llm: llmContract, embedding: embeddingContract, vad: vadContract, turn: turnContract, mail: mailContract,
  'data-source': dataSourceContract, storage: storageContract,
};

/**
 * Registers the suite of a kind with a test runner, one test for each rule:
 * `runContract('tts', harness, test)`. The checks bound their own waits, by `answerMsMax` and
 * less; give the runner's tests a longer limit.
 */
export function runContract<Kind extends ProviderKind>(kind: Kind, harness: HarnessByKind[Kind], registerTest: RegisterTest): void {
  registerChecks<HarnessByKind[Kind]>(contracts[kind], harness, registerTest);
}
