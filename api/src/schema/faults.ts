import type { InterfaceRef } from '@pothos/core';
import { faultCode, type FaultData, type FaultDetails, type FaultKind } from '../errors.js';
import type { Builder, Types } from './builder.js';

const DESCRIPTIONS: Record<FaultKind, string> = {
  InvalidInputError: 'A value of the input cannot be used; `path` names it.',
  InvalidIdError: 'An id has the wrong form, or belongs to another kind of thing.',
  IdTakenError: 'The id that the client made is in use.',
  SlugTakenError: 'The slug is in use: by another agent of the organization, or by another organization.',
  EmailTakenError: 'There is an account with this e-mail address.',
  InvalidEmailError: 'This is not an e-mail address, or one that could be taken for another.',
  PasswordTooWeakError: 'The password is too short, too long or too easy to guess; `reason` says which.',
  InvalidCredentialsError: 'E-mail address and password do not belong together, or there is no such account.',
  TooManyAttemptsError: 'Too many attempts from here, or on this account.',
  SessionNotFoundError: 'There is no such session of yours; it may have ended already.',
  LinkInvalidError: 'The link was used, has expired, or was never one.',
  WrongCodeError: 'The code is not the one that the app shows now, and no recovery code that is left.',
  CodeReplayedError: 'The code of the app has been used; the next one comes within 30 seconds.',
  ChallengeExpiredError: 'The sign-in took too long, was finished, or is void; begin again.',
  ChallengeExhaustedError: 'The sign-in has taken as many wrong codes as it may; begin again.',
  PasskeyInvalidError: 'What the passkey answered does not prove what it should, or it is registered already.',
  PasskeyNotFoundError: 'There is no such passkey, or none of the person.',
  PasskeyLimitError: 'The person has as many passkeys as there may be.',
  RefreshTokenExpiredError: 'There is no such refresh token, or its session has ended.',
  RefreshTokenReusedError: 'The refresh token was used before; its session has ended now, since somebody else may have it.',
  TwoFactorEnabledError: 'Two-factor sign-in is on already.',
  TwoFactorNotEnabledError: 'Two-factor sign-in is off.',
  TwoFactorNotStartedError: 'No secret was taken for an app.',
  AgentNotFoundError: 'There is no such agent, or none that you may see.',
  AgentNotPublishedError: 'The agent has no published version, so nobody can call it yet.',
  AgentArchivedError: 'The agent is archived and takes no calls.',
  AgentVersionNotFoundError: 'There is no such version of an agent, or none that you may see.',
  AgentChangedError: 'Somebody changed the agent since the version that the update was made on.',
  NotAnAgencyError: 'The organization is no agency, and has no clients.',
  ParentUnsuitableError: 'The organization cannot be below that one, or is below none.',
  OrganizationLoopError: 'The organization would be below itself.',
  RoleNotFoundError: 'There is no such role, or none that you may see.',
  RoleIsTemplateError: 'The role is a template, which nobody changes.',
  RoleInUseError: 'Members have this role.',
  PermissionNotHeldError: 'It would give, or take, what you may not do yourself.',
  OrganizationNotFoundError: 'There is no such organization, or the person is no member of it.',
  MemberNotFoundError: 'There is no such member of the organization.',
  LastOwnerError: 'The organization would be left without an owner.',
  LimitReachedError: 'The plan of the organization allows no more of something.',
  OrganizationClosingError: 'The organization is going to be deleted, and takes neither calls nor members any more.',
  OrganizationSuspendedError: 'The platform has suspended the organization: it takes neither calls nor members.',
  OwnOrganizationError: 'This is not done to the organization of the platform itself, or to one\'s own.',
  PlatformAdministratorError: 'The person is a platform administrator, as whom nobody works but themselves.',
  NotImpersonatingError: 'The session is the person\'s own.',
  InvitationNotFoundError: 'There is no such invitation.',
  InvitationUsedError: 'The invitation was accepted already; each lets in once.',
  InvitationRevokedError: 'The invitation was taken back.',
  InvitationExpiredError: 'The invitation has run out.',
  InvitationForOtherError: 'The invitation was sent to another e-mail address than that of the signed-in person.',
  InvitationsExhaustedError: 'There are as many unanswered invitations as there may be.',
  AlreadyInvitedError: 'There is an invitation for this e-mail address that can still be accepted.',
  AlreadyMemberError: 'The person is a member of the organization already.',
  MailUnavailableError: 'No mail can be sent just now.',
  AlreadyOwnerError: 'The person owns the organization already.',
  SlugMismatchError: 'What was typed to confirm is not the slug of the organization.',
  OrganizationLimitError: 'The person is in as many organizations as there may be.',
  DomainUnsuitableError: 'This is no domain, or one whose addresses belong to many, e.g. that of a mail service for everybody.',
  DomainNotFoundError: 'There is no such domain of the organization.',
  DomainNotProvenError: 'The TXT record that proves the domain was not found; `found` is what is there.',
  DomainTakenError: 'Another organization has proven this domain, and its record is still there.',
  DomainLimitError: 'The organization has as many domains as there may be.',
  DomainLookupFailedError: 'The records of the domain could not be looked up just now.',
  DomainMissingError: 'The organization has no proven domain, so that single sign-on would be for nobody.',
  SingleSignOnNotSetError: 'The organization has no identity provider.',
  SingleSignOnNotAvailableError: 'Nobody signs in through an identity provider with this address. Says nothing about whether there is an account.',
  SingleSignOnRequiredError: 'The organization wants its members to sign in through its identity provider; `startUrl` leads there.',
  SingleSignOnProviderError: 'The identity provider does not answer as it should; `reason` says what is wrong.',
  SingleSignOnExpiredError: 'The sign-in took too long, was finished, or was begun in another browser; begin again.',
  SingleSignOnDeniedError: 'The identity provider, or the person there, has refused the sign-in.',
  SingleSignOnEmailError: 'The identity provider named no address, one that is not confirmed, or one outside the domains of the organization.',
  SingleSignOnAccountError: 'The account is not let in by this identity provider: the person was removed, the account belongs to another identity there, or nobody new is let in.',
  PluginNotFoundError: 'There is no such plugin, it is not enabled, or it offers nothing of this kind.',
  ConnectionNotFoundError: 'There is no such connection, or none that you may see.',
  ConnectionChangedError: 'Somebody changed the connection since the version that the update was made on.',
  ConnectionLimitError: 'The organization has as many connections as it may.',
  ConnectionNeedsApprovalError: 'Somebody has to approve this first.',
  ConnectionNotPendingError: 'The connection does not wait for approval.',
  ConnectionInUseError: 'Routes name the connection: of published agents, or of the organization.',
  ProviderTestFailedError: 'The provider was tried and did not answer as it should; `problem` says why, and what helps.',
  CallNotFoundError: 'There is no such call, or none that you may see.',
  ServiceAccountNotFoundError: 'There is no such service account, or none that you may see.',
  ApiKeyNotFoundError: 'There is no such key, or none that you may see.',
  NameTakenError: 'Something of this kind has this name in the organization.',
};

type DetailFields = (t: PothosSchemaTypes.ObjectFieldBuilder<never, FaultData>) => Record<string, unknown>;

/**
 * Collects which mutation answers with which failures, and defines the types when all are known: `UserError`, one
 * interface for each mutation, and one object for each failure that implements the interfaces of all who use it.
 */
export class FaultRegistry {
  readonly #builder: Builder;
  /** The interface of every failure. */
  readonly userError: InterfaceRef<never, FaultData>;
  readonly #interfaces = new Map<FaultKind, InterfaceRef<never, FaultData>[]>();
  readonly #details = new Map<FaultKind, DetailFields>();

  constructor(builder: Builder) {
    this.#builder = builder;
    const codes = builder.enumType('ErrorCode', {
      description: 'What went wrong, for programs. The list grows; treat an unknown code like a failure.',
      values: Object.fromEntries((Object.keys(DESCRIPTIONS) as FaultKind[]).map((kind) => [faultCode(kind), { description: DESCRIPTIONS[kind] }])),
    });
    const userError = builder.interfaceRef<FaultData>('UserError');
    userError.implement({
      description: 'An expected failure of a mutation.',
      resolveType: (error) => error.kind,
      fields: (t) => ({
        code: t.field({ type: codes, description: 'What went wrong, for programs.', resolve: (error) => error.code as never }),
        message: t.exposeString('message', { description: 'What went wrong, for people.' }),
        path: t.field({ type: ['String'], nullable: true, description: 'The field of the arguments it is about, e.g. `["input", "email"]`.', resolve: (error) => error.path }),
      }),
    });
    this.userError = userError as never;
  }

  /** Fields of one failure besides those of `UserError`. */
  detail<Kind extends FaultKind>(kind: Kind, fields: (t: PothosSchemaTypes.ObjectFieldBuilder<Types, FaultData<Kind>>) => Record<string, unknown>): void {
    this.#details.set(kind, fields as unknown as DetailFields);
  }

  interfaceFor(mutation: string, kinds: readonly FaultKind[]): InterfaceRef<never, FaultData> {
    const name = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Error`;
    const ref = this.#builder.interfaceRef<FaultData>(name);
    ref.implement({
      description: `Why \`${mutation}\` was not done: ${kinds.map((kind) => `\`${kind}\``).join(', ')}.`,
      interfaces: [this.userError as never], resolveType: (error: FaultData) => error.kind,
    } as never);
    for (const kind of kinds) this.#interfaces.set(kind, [...(this.#interfaces.get(kind) ?? []), ref as never]);
    return ref as never;
  }

  /** Defines the failures that some mutation declares; call once, last. */
  define(): void {
    for (const [kind, interfaces] of this.#interfaces) {
      const ref = this.#builder.objectRef<FaultData>(kind);
      ref.implement({
        description: DESCRIPTIONS[kind], interfaces: [this.userError, ...interfaces],
        fields: this.#details.get(kind) ?? (() => ({})),
      } as never);
    }
  }
}

export type { FaultDetails };
