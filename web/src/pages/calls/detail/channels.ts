/** Which side of a recording is heard. */
export type Channel = 'both' | 'caller' | 'agent';

/** How loud each side is in each ear: one side alone is heard in both. */
const GAINS: Record<Channel, { readonly caller: readonly [number, number]; readonly agent: readonly [number, number] }> = {
  both: { caller: [1, 0], agent: [0, 1] }, caller: { caller: [1, 1], agent: [0, 0] }, agent: { caller: [0, 0], agent: [1, 1] },
};

/** A step in loudness clicks; this ramp does not. */
const RAMP_SECONDS = 0.015;

/**
 * Puts a mixer behind an audio element, from the first time that one side is to be heard alone: until then the element
 * plays by itself, on machines without Web Audio too.
 */
export function createChannelMixer(audio: HTMLAudioElement) {
  let mixer: { context: AudioContext; gains: readonly { gain: GainNode; source: 'caller' | 'agent'; ear: 0 | 1 }[] } | undefined;

  const build = () => {
    const context = new AudioContext();
    const splitter = context.createChannelSplitter(2);
    const merger = context.createChannelMerger(2);
    context.createMediaElementSource(audio).connect(splitter);
    merger.connect(context.destination);
    const gains = (['caller', 'agent'] as const).flatMap((source, output) => ([0, 1] as const).map((ear) => {
      const gain = context.createGain();
      splitter.connect(gain, output).connect(merger, 0, ear);
      return { gain, source, ear };
    }));
    return { context, gains };
  };

  return {
    listenTo(channel: Channel): void {
      if (!mixer && channel === 'both') return;
      mixer ??= build();
      void mixer.context.resume();
      for (const { gain, source, ear } of mixer.gains) gain.gain.setTargetAtTime(GAINS[channel][source][ear], mixer.context.currentTime, RAMP_SECONDS);
    },
    close(): void { void mixer?.context.close(); },
  };
}
