import { locale } from '../locale.js';
import { count } from './count.js';

export const plugins = {
  intro: 'The provider packages that this installation has found: they listen, think, speak and connect.', kindsLabel: 'What it does',
  emptyTitle: 'No plugins found', emptyText: 'Install a provider package next to Parley, or put one into its plugin folder; it appears here without a restart.',
  states: {
    ENABLED: { name: 'In use', text: 'It can be used.' }, PENDING: { name: 'Waits', text: 'It fits, and waits for an administrator to enable it.' },
    DISABLED: { name: 'Switched off', text: 'An administrator has switched it off.' }, BROKEN: { name: 'Broken', text: 'It cannot be used. The others are not affected.' },
  },
  kinds: {
    STT: 'Speech to text', TTS: 'Text to speech', LLM: 'Language model', EMBEDDING: 'Text embedding', VAD: 'Voice detection', TURN: 'End of turn', TELEPHONY: 'Telephony', VOICE_PLATFORM: 'Voice platform',
    DATA_SOURCE: 'Knowledge source', STORAGE: 'File storage', PAYMENT: 'Payment', MAIL: 'E-mail', SMS: 'Text messages',
  },
} as const;

export const health = {
  lookAgain: 'Check again', overall: { OK: 'Everything works', DEGRADED: 'Something needs attention', DOWN: 'Something does not work' }, states: { OK: 'Works', DEGRADED: 'Needs attention', DOWN: 'Does not work' },
  lookedAt: (time: string) => `Checked at ${time}`, version: (version: string) => `Version ${version}`, started: (when: string) => `started ${when}`, latency: 'Answered in',
  checks: { database: 'Database', migrations: 'Data model', events: 'Events', recordings: 'Recordings', plugins: 'Plugins', media: 'Media servers' },
  mediaServers: 'Connected media servers', noMediaServer: 'No media server is connected, so no call can begin. Start one, and it appears here.',
  calls: (value: number) => count(value, 'call', 'calls'), callsOf: (value: number, most: number) => `${count(value, 'call', 'calls')} of at most ${most.toLocaleString(locale())}`,
  connected: (when: string) => `Connected ${when}`, draining: 'Takes no new calls',
} as const;
