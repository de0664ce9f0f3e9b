/** The kinds that organizations connect: those that calls are made of. */
export const CONNECTED_KINDS = ['stt', 'tts', 'llm', 'embedding', 'vad', 'turn'] as const;
export type ConnectedKind = (typeof CONNECTED_KINDS)[number];
