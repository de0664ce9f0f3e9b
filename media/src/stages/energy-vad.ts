import type { VadProvider, VadSession } from '@parley/plugin-host';

type VadOpenRequest = Parameters<VadProvider['open']>[0];

const WINDOW_MS = 32;
/** Quieter than this is never speech: about -44 dBFS. */
const SPEECH_RMS_MIN = 200;
/** Speech is this many times louder than the background. */
const SPEECH_OVER_FLOOR = 3;

/** Window length in samples at a rate. */
export function energyWindowSamples(sampleRateHz: number): number {
  return (WINDOW_MS * sampleRateHz) / 1000;
}

/**
 * The stand-in for a detector that failed: loudness against a slowly following background. It takes noise for speech more
 * often, but a caller is still answered. Windows are delivered from within `push`.
 */
export function openEnergyVad(request: Pick<VadOpenRequest, 'sampleRateHz' | 'onWindow'>): VadSession {
  const windowSamples = energyWindowSamples(request.sampleRateHz);
  let energy = 0;
  let fill = 0;
  let windowIndex = 0;
  let floor = SPEECH_RMS_MIN / SPEECH_OVER_FLOOR;
  let isClosed = false;

  function endWindow(): void {
    const rms = Math.sqrt(energy / windowSamples);
    energy = 0;
    fill = 0;
    const isSpeech = rms >= Math.max(SPEECH_RMS_MIN, floor * SPEECH_OVER_FLOOR);
    // The background falls fast and rises slowly, so that speech does not become background.
    floor += (rms - floor) * (rms < floor ? 0.2 : 0.002);
    request.onWindow(isSpeech ? 0.9 : 0.05, windowIndex++);
  }

  return {
    push(samples) {
      for (let index = 0; index < samples.length && !isClosed; index++) {
        energy += samples[index]! * samples[index]!;
        if (++fill === windowSamples) endWindow();
      }
    },
    close() {
      isClosed = true;
    },
  };
}
