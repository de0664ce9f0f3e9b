import { GraphQLError } from 'graphql';
import type { PasswordWeakness } from './access/password-rules.js';
import type { ProviderProblem } from './connections/problem.js';
import type { LimitKind } from './domains/organizations/plans.js';
import type { RouteUsers } from './domains/routes/users-of-connection.js';
import type { ProviderFailureReason } from './domains/single-sign-on/provider-failure.js';

/** Codes of top-level errors: what `extensions.code` may say. */
export type RequestErrorCode =
  | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'INVALID_ID' | 'INVALID_INPUT' | 'INTERNAL' | 'TIMEOUT'
  | 'BODY_TOO_LARGE' | 'TOKEN_LIMIT' | 'DEPTH_LIMIT' | 'ALIAS_LIMIT' | 'ROOT_MUTATION_LIMIT' | 'DIRECTIVE_LIMIT' | 'COST_LIMIT' | 'RATE_LIMITED'
  | 'IDEMPOTENCY_KEY_REUSED' | 'IDEMPOTENCY_KEY_IN_USE' | 'IDEMPOTENCY_OUTCOME_UNKNOWN' | 'SUBSCRIPTION_LIMIT'
  | 'PERSISTED_QUERY_NOT_FOUND' | 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'BAD_REQUEST' | 'METHOD_NOT_ALLOWED' | 'UNSUPPORTED_MEDIA_TYPE' | 'SHUTTING_DOWN' | 'VOICES_UNAVAILABLE'
  | 'ORGANIZATION_SUSPENDED' | 'IMPERSONATION_FORBIDDEN';

/** An error of the request as a whole; the message is shown to the client. */
export function requestError(code: RequestErrorCode, message: string, extensions: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extensions } });
}

/** Expected failures of mutations; each is one GraphQL type that implements `UserError`. */
export interface FaultDetails {
  InvalidInputError: object;
  InvalidIdError: object;
  IdTakenError: object;
  SlugTakenError: object;
  EmailTakenError: object;
  InvalidEmailError: object;
  PasswordTooWeakError: { readonly lengthMin: number; readonly reason: PasswordWeakness };
  InvalidCredentialsError: object;
  TooManyAttemptsError: { readonly retryAfterMs: number };
  SessionNotFoundError: object;
  LinkInvalidError: object;
  WrongCodeError: object;
  CodeReplayedError: object;
  ChallengeExpiredError: object;
  ChallengeExhaustedError: object;
  PasskeyInvalidError: object;
  PasskeyNotFoundError: object;
  PasskeyLimitError: { readonly passkeysMax: number };
  RefreshTokenExpiredError: object;
  RefreshTokenReusedError: object;
  TwoFactorEnabledError: object;
  TwoFactorNotEnabledError: object;
  TwoFactorNotStartedError: object;
  AgentNotFoundError: object;
  AgentNotPublishedError: object;
  AgentArchivedError: object;
  AgentVersionNotFoundError: object;
  AgentChangedError: { readonly agentId: string };
  CallNotFoundError: object;
  ServiceAccountNotFoundError: object;
  ApiKeyNotFoundError: object;
  NameTakenError: object;
  NotAnAgencyError: object;
  ParentUnsuitableError: object;
  OrganizationLoopError: object;
  RoleNotFoundError: object;
  RoleIsTemplateError: object;
  RoleInUseError: { readonly memberCount: number };
  PermissionNotHeldError: { readonly permissions: readonly string[] };
  OrganizationNotFoundError: object;
  MemberNotFoundError: object;
  LastOwnerError: object;
  LimitReachedError: { readonly limit: LimitKind; readonly max: number; readonly used: number };
  OrganizationClosingError: { readonly deletionAt: Date };
  OrganizationSuspendedError: object;
  OwnOrganizationError: object;
  PlatformAdministratorError: object;
  NotImpersonatingError: object;
  InvitationNotFoundError: object;
  InvitationUsedError: object;
  InvitationRevokedError: object;
  InvitationExpiredError: object;
  InvitationForOtherError: object;
  InvitationsExhaustedError: { readonly invitationsMax: number };
  AlreadyInvitedError: object;
  AlreadyMemberError: object;
  MailUnavailableError: object;
  AlreadyOwnerError: object;
  SlugMismatchError: object;
  OrganizationLimitError: { readonly organizationsMax: number };
  DomainUnsuitableError: object;
  DomainNotFoundError: object;
  DomainNotProvenError: { readonly recordName: string; readonly found: readonly string[] };
  DomainTakenError: object;
  DomainLimitError: { readonly domainsMax: number };
  DomainLookupFailedError: object;
  DomainMissingError: object;
  SingleSignOnNotSetError: object;
  SingleSignOnNotAvailableError: object;
  SingleSignOnRequiredError: { readonly startUrl: string };
  SingleSignOnProviderError: { readonly reason: ProviderFailureReason };
  SingleSignOnExpiredError: object;
  SingleSignOnDeniedError: object;
  SingleSignOnEmailError: object;
  SingleSignOnAccountError: object;
  PluginNotFoundError: object;
  ConnectionNotFoundError: object;
  ConnectionChangedError: { readonly connectionId: string };
  ConnectionLimitError: { readonly connectionsMax: number };
  ConnectionNeedsApprovalError: object;
  ConnectionNotPendingError: object;
  ConnectionInUseError: { readonly usedBy: RouteUsers };
  ProviderTestFailedError: { readonly problem: ProviderProblem };
}
export type FaultKind = keyof FaultDetails;

/** `EmailTakenError` -> `EMAIL_TAKEN`. */
export function faultCode(kind: FaultKind): string {
  return kind.replace(/Error$/, '').replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** An expected failure as data, for the payload's `errors`: graphql-js would throw what is an `Error`. */
export interface FaultData<Kind extends FaultKind = FaultKind> {
  readonly kind: Kind;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | undefined;
  readonly details: FaultDetails[Kind];
}

/** An expected failure: thrown by a service, answered as data. */
export class Fault<Kind extends FaultKind = FaultKind> extends Error {
  constructor(
    readonly kind: Kind, message: string,
    /** Where in the input, e.g. `["input", "email"]`; undefined where it is about no one field. */
    readonly path: readonly string[] | undefined,
    readonly details: FaultDetails[Kind],
  ) { super(message); }

  get data(): FaultData<Kind> {
    const { kind, message, path, details } = this;
    return { kind, code: faultCode(kind), message, path, details };
  }
}

/** Several expected failures at once, e.g. everything that is wrong with an input. */
export class Faults extends Error {
  constructor(readonly faults: readonly Fault[]) { super(faults.map((fault) => fault.message).join(' ')); }
}

type KindWithoutDetails = { [Kind in FaultKind]: object extends FaultDetails[Kind] ? Kind : never }[FaultKind];

/** A failure that says no more than its kind, message and place in the input. */
export function fault<Kind extends KindWithoutDetails>(kind: Kind, message: string, ...path: string[]): Fault<Kind> {
  return new Fault(kind, message, path.length === 0 ? undefined : ['input', ...path], {} as FaultDetails[Kind]);
}
