/** Sample rate of the browser call protocol. */
export const SAMPLE_RATE_HZ = 16_000;
/** Samples in a message to the server: 20 ms. */
export const FRAME_SAMPLES = 320;
/** Agent audio that waits to be played; the server keeps below half a second ahead. */
export const PLAYBACK_QUEUE_MS_MAX = 30_000;
/** How often playback tells what has been played. */
export const PLAYED_REPORT_MS = 100;
/** Own audio that waits in the socket; beyond, the network has stalled and frames are dropped rather than kept. */
export const SOCKET_BUFFER_BYTES_MAX = 320_000;
/** A shorter break in the voice is not heard as one. */
export const GAP_MS_MIN = 30;
/** A second of own audio that waits: the network has stalled, and people are told. */
export const SOCKET_STALLED_BYTES = 32_000;
