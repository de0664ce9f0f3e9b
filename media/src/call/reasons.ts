import type { EndedReason } from '@parley/media-contract';

/** Why calls end by themselves, in the words that people read. */
export const ENDED = {
  hungUp: { party: 'CALLER', code: 'HUNG_UP', text: 'The caller hung up.' },
  connectionLost: { party: 'CARRIER', code: 'CONNECTION_LOST', text: 'The connection to the caller was lost.' },
  goodbye: { party: 'AGENT', code: 'GOODBYE', text: 'The agent said goodbye.' },
  callerSilent: { party: 'CALLER', code: 'CALLER_SILENT', text: 'The caller said nothing more.' },
  durationLimit: { party: 'PLATFORM', code: 'DURATION_LIMIT', text: 'The call reached its maximum duration.' },
  holdLimit: { party: 'PLATFORM', code: 'HOLD_LIMIT', text: 'The call was on hold for too long.' },
  providersDown: { party: 'PLATFORM', code: 'PROVIDERS_DOWN', text: 'The agent\'s providers did not answer.' },
  internalError: { party: 'PLATFORM', code: 'INTERNAL_ERROR', text: 'An unexpected error ended the call.' },
} as const satisfies Record<string, EndedReason>;
