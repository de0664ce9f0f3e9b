import type { TtsVoice } from '@parley/plugin-sdk';

/** The voices inside the Flite build, all English at 16 kHz; the first is the default. Names are for people. */
export const VOICES: readonly TtsVoice[] = [
  { id: 'slt', name: 'Sally (US)', language: 'en-US', gender: 'female' },
  { id: 'rms', name: 'Robert (US)', language: 'en-US', gender: 'male' },
  { id: 'awb', name: 'Alan (Scotland)', language: 'en-GB', gender: 'male' },
  { id: 'kal16', name: 'Karl (US, robotic)', language: 'en-US', gender: 'male' },
];
