/** The kinds that organizations connect and calls are made of. */
export const CONNECTED_KINDS = ['stt', 'tts', 'llm', 'embedding', 'vad', 'turn'] as const;
export type ConnectedKind = (typeof CONNECTED_KINDS)[number];

/** All that organizations connect: the data that agents answer from, too. */
export const CONNECTABLE_KINDS = [...CONNECTED_KINDS, 'data-source'] as const;
export type ConnectableKind = (typeof CONNECTABLE_KINDS)[number];
