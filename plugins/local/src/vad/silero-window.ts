/** Window lengths of Silero v5 in samples: 32 ms at either rate. Apart from the model, so that the main thread loads no runtime. */
export const SILERO_WINDOW = { 8000: 256, 16000: 512 } as const;
