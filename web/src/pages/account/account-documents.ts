import { graphql, type ResultOf } from '../../api/graphql.js';
import { viewerFragment } from '../../api/session.js';

export const signInMutation = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { viewer { ...Viewer } secondFactor { token methods expiresAt } errors { code message path ... on SingleSignOnRequiredError { startUrl } } }
  }
`, [viewerFragment]);

export type SecondFactorChallenge = NonNullable<ResultOf<typeof signInMutation>['signIn']['secondFactor']>;

export const signInVerifyMutation = graphql(`
  mutation SignInVerify($input: SignInVerifyInput!) {
    signInVerify(input: $input) { viewer { ...Viewer } errors { code message path ... on SingleSignOnRequiredError { startUrl } } }
  }
`, [viewerFragment]);

export const singleSignOnStartMutation = graphql(`
  mutation SingleSignOnStart($input: SingleSignOnStartInput!) { singleSignOnStart(input: $input) { url errors { code message path } } }
`);

export const signUpMutation = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) { viewer { ...Viewer } errors { code message path } }
  }
`, [viewerFragment]);

export const passwordResetRequestMutation = graphql(`
  mutation PasswordResetRequest($input: PasswordResetRequestInput!) { passwordResetRequest(input: $input) { errors { code message path } } }
`);

export const passwordResetMutation = graphql(`
  mutation PasswordReset($input: PasswordResetInput!) {
    passwordReset(input: $input) { viewer { ...Viewer } secondFactor { token methods expiresAt } errors { code message path } }
  }
`, [viewerFragment]);

export const emailVerifyMutation = graphql(`
  mutation EmailVerify($input: EmailVerifyInput!) { emailVerify(input: $input) { viewer { ...Viewer } errors { code message path } } }
`, [viewerFragment]);

export const emailVerificationSendMutation = graphql(`mutation EmailVerificationSend { emailVerificationSend { errors { code message path } } }`);

export const invitationQuery = graphql(`query InvitationOffer($token: String!) { invitation(token: $token) { organizationName email state } }`);

export type InvitationOffer = NonNullable<ResultOf<typeof invitationQuery>['invitation']>;

export const invitationAcceptMutation = graphql(`
  mutation InvitationAccept($input: InvitationAcceptInput!) {
    invitationAccept(input: $input) { viewer { ...Viewer } secondFactor { token methods expiresAt } errors { code message path } }
  }
`, [viewerFragment]);
