import { graphql, type ResultOf } from '../../../api/graphql.js';

const twoFactorFragment = graphql(`fragment TwoFactorState on User { id twoFactor { isEnabled recoveryCodesLeft enabledAt } }`);

export const securityQuery = graphql(`query Security { viewer { user { ...TwoFactorState } } }`, [twoFactorFragment]);

export type TwoFactorFields = NonNullable<ResultOf<typeof twoFactorFragment>['twoFactor']>;

export const twoFactorStartMutation = graphql(`
  mutation TwoFactorStart($input: TwoFactorStartInput!) {
    twoFactorStart(input: $input) { secret uri errors { code message path } }
  }
`);

export const twoFactorEnableMutation = graphql(`
  mutation TwoFactorEnable($input: TwoFactorEnableInput!) {
    twoFactorEnable(input: $input) { recoveryCodes errors { code message path } }
  }
`);

export const twoFactorDisableMutation = graphql(`
  mutation TwoFactorDisable($input: TwoFactorDisableInput!) {
    twoFactorDisable(input: $input) { viewer { user { ...TwoFactorState } } errors { code message path } }
  }
`, [twoFactorFragment]);

export const recoveryCodesRenewMutation = graphql(`
  mutation RecoveryCodesRenew($input: RecoveryCodesRenewInput!) {
    recoveryCodesRenew(input: $input) { recoveryCodes errors { code message path } }
  }
`);

export const passkeysQuery = graphql(`query Passkeys { viewer { passkeys { id name createdAt lastUsedAt } } }`);

export type PasskeyFields = NonNullable<ResultOf<typeof passkeysQuery>['viewer']>['passkeys'][number];

export const passkeyRegistrationStartMutation = graphql(`
  mutation PasskeyRegistrationStart($input: PasskeyRegistrationStartInput!) {
    passkeyRegistrationStart(input: $input) { options errors { code message path } }
  }
`);

export const passkeyRegisterMutation = graphql(`
  mutation PasskeyRegister($input: PasskeyRegisterInput!) {
    passkeyRegister(input: $input) { passkey { id name createdAt lastUsedAt } errors { code message path } }
  }
`);

export const passkeyDeleteMutation = graphql(`
  mutation PasskeyDelete($input: PasskeyDeleteInput!) { passkeyDelete(input: $input) { deletedId errors { code message path } } }
`);

export const sessionsQuery = graphql(`
  query Sessions { viewer { sessions { id createdAt lastUsedAt address userAgent isCurrent signedInWith } } }
`);

export type SessionFields = NonNullable<ResultOf<typeof sessionsQuery>['viewer']>['sessions'][number];

export const sessionRevokeMutation = graphql(`
  mutation SessionRevoke($input: SessionRevokeInput!) { sessionRevoke(input: $input) { errors { code message path } } }
`);

export const sessionsRevokeOthersMutation = graphql(`mutation SessionsRevokeOthers { sessionsRevokeOthers { errors { code message path } } }`);

export const passwordChangeMutation = graphql(`
  mutation PasswordChange($input: PasswordChangeInput!) { passwordChange(input: $input) { errors { code message path } } }
`);
