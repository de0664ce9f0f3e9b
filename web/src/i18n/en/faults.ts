const server = 'Something went wrong on the server. Please try again.';
const timeout = 'The server took too long to answer. Please try again.';
const outdated = 'The server does not understand this page. Reload it.';
const tooMuch = 'That is too much at once. Please try it with less.';

/** What can go wrong, in plain words: `byCode` has every `ErrorCode` of the contract and every code of a whole request. */
export const faults = {
  unreachable: 'Parley cannot be reached. Check your connection; nothing was lost.',
  server, timeout,
  unknown: 'Something went wrong. Please try again.',
  byCode: {
    UNAUTHENTICATED: 'Your session has ended. Please sign in again.',
    FORBIDDEN: 'You may not do this in this business.',
    NOT_FOUND: 'This does not exist, or belongs to another business.',
    INVALID_ID: 'This id does not have the right form.',
    INVALID_INPUT: 'This value cannot be used.',
    INTERNAL: server, TIMEOUT: timeout,
    SHUTTING_DOWN: 'The server is restarting. Please try again in a moment.',
    PERSISTED_QUERY_NOT_FOUND: outdated, BAD_REQUEST: outdated, METHOD_NOT_ALLOWED: outdated, UNSUPPORTED_MEDIA_TYPE: outdated, GRAPHQL_PARSE_FAILED: outdated, GRAPHQL_VALIDATION_FAILED: outdated,
    BODY_TOO_LARGE: tooMuch, TOKEN_LIMIT: tooMuch, DEPTH_LIMIT: tooMuch, ALIAS_LIMIT: tooMuch, ROOT_MUTATION_LIMIT: tooMuch, DIRECTIVE_LIMIT: tooMuch, COST_LIMIT: tooMuch,
    RATE_LIMITED: 'That was a lot in a short time. Please wait a moment and try again.',
    IDEMPOTENCY_KEY_IN_USE: 'This is being done already. Please wait a moment.',
    IDEMPOTENCY_KEY_REUSED: 'This page has mixed up two requests. Reload it and try again.',
    IDEMPOTENCY_OUTCOME_UNKNOWN: 'It is not known whether this was done. Look before you try again.',
    VOICES_UNAVAILABLE: 'The voices could not be fetched from the speech provider. Please try again.',
    SUBSCRIPTION_LIMIT: 'Too many live views are open. Close some windows.',
    INVALID_CREDENTIALS: 'This e-mail address and password do not belong together.',
    EMAIL_TAKEN: 'There is an account with this e-mail address already.',
    INVALID_EMAIL: 'This does not look like an e-mail address.',
    PASSWORD_TOO_WEAK: 'This password is too short or too easy to guess. Take at least 8 characters that are no common password.',
    TOO_MANY_ATTEMPTS: 'Too many attempts. Please wait a little and try again.',
    ID_TAKEN: 'This id is in use already.',
    SLUG_TAKEN: 'This short name is in use already.',
    AGENT_CHANGED: 'Somebody else has changed this agent in the meantime.',
    AGENT_ARCHIVED: 'This agent is archived. Bring it back first.',
    AGENT_VERSION_NOT_FOUND: 'This version of the agent does not exist.',
    AGENT_NOT_FOUND: 'This agent does not exist any more.',
    AGENT_NOT_PUBLISHED: 'This agent has not been published yet, so nobody can call it.',
    ORGANIZATION_LIMIT: 'You own as many organizations as one person may.',
    ORGANIZATION_NOT_FOUND: 'This organization does not exist, or you are no member of it.',
    MEMBER_NOT_FOUND: 'This person is no member of the organization any more.',
    LAST_OWNER: 'Nobody else owns this organization. Make somebody else the owner first, or delete it.',
    CALL_NOT_FOUND: 'This call does not exist.',
    SERVICE_ACCOUNT_NOT_FOUND: 'There is no such service account any more.',
    API_KEY_NOT_FOUND: 'This key does not exist.',
    NAME_TAKEN: 'Something with this name exists already.',
  },
} as const;
