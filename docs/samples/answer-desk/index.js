import { definePlugin, LLM_SPEC, ProviderError } from '@parley/plugin-sdk';

const OTHERWISE = 'I am afraid I do not know that. Shall somebody call you back?';
const wordsOf = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

export default definePlugin({
  llm: async ({ settings: { answers, otherwise = OTHERWISE } }) => {
    const lines = answers.map(({ words, answer }) => ({ words: words.map((word) => word.toLowerCase()), answer }));
    return {
      spec: LLM_SPEC,
      abilities: { hasTools: false, takesDocuments: false, isLanguageModel: false, languages: ['*'] },
      generate: (request) => generate(request, lines, otherwise),
      close: async () => {},
    };
  },
});

/** Word by word, as a model would: whoever listens may interrupt at any of them. */
async function* generate({ messages, signal }, lines, otherwise) {
  const question = wordsOf(messages.findLast(({ role }) => role === 'user')?.text ?? '');
  const { answer } = lines.find(({ words }) => words.every((word) => question.has(word))) ?? { answer: otherwise };
  for (const text of answer.split(/(?<=\s)/)) {
    if (signal.aborted) throw new ProviderError('aborted', 'Nobody waits for the answer any more.');
    yield { type: 'text-delta', text };
  }
  yield { type: 'usage', usage: { requests: 1 } };
  yield { type: 'end', reason: 'stop' };
}
