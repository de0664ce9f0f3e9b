export const common = {
  save: 'Save', cancel: 'Cancel', close: 'Close', retry: 'Try again', loading: 'Loading', remove: 'Remove', optional: 'optional', dismiss: 'Dismiss',
  previous: 'Newer', next: 'Older', copied: 'Copied', none: 'None', skip: 'Skip to content', ok: 'OK',
} as const;

export const faults = {
  unreachable: 'Parley cannot be reached. Check your connection; nothing was lost.',
  server: 'Something went wrong on the server. Please try again.',
  timeout: 'The server took too long to answer. Please try again.',
  unknown: 'Something went wrong. Please try again.',
  byCode: {
    UNAUTHENTICATED: 'Your session has ended. Please sign in again.',
    INTERNAL: 'Something went wrong on the server. Please try again.',
    TIMEOUT: 'The server took too long to answer. Please try again.',
    INVALID_CREDENTIALS: 'This e-mail address and password do not belong together.',
    EMAIL_TAKEN: 'There is an account with this e-mail address already.',
    INVALID_EMAIL: 'This does not look like an e-mail address.',
    TOO_MANY_ATTEMPTS: 'Too many attempts. Please wait a little and try again.',
    AGENT_NOT_FOUND: 'This agent does not exist any more.',
    AGENT_NOT_PUBLISHED: 'This agent has not been published yet, so nobody can call it.',
    CALL_NOT_FOUND: 'This call does not exist.',
  },
} as const;
