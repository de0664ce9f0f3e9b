const tool = {
  name: 'check_order_status', description: 'Tells where an order is.', parameters: { type: 'object', properties: { orderNumber: { type: 'string' } }, required: ['orderNumber'] },
};

/** Under which settings the adapters are tried, on speech that the report brings along. Real models on this machine take their time. */
export default async function openSubjects({ golden: speech }) {
  const base = { toleranceMs: 1_000, answerMsMax: 30_000 };
  return {
    kinds: {
      // The suite pushes seconds of speech at once, which no call does: a busy machine would drop what waits too long.
      vad: { ...base, settings: { behindMsMax: 10_000 }, speech: speech[0] }, stt: { ...base, speech: speech.slice(0, 2), wordErrorRateMax: 0.25 }, tts: base, embedding: base, turn: base,
      llm: { ...base, toolCase: { userText: 'I would like to check my order status for order 48213.', resultJson: '{"message":"Your order leaves tomorrow."}', tool } },
    },
  };
}
