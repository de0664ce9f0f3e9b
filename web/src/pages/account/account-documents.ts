import { graphql, type ResultOf } from '../../api/graphql.js';
import { viewerFragment } from '../../api/session.js';

export const signInMutation = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { viewer { ...Viewer } secondFactor { token methods expiresAt } errors { code message path } }
  }
`, [viewerFragment]);

export type SecondFactorChallenge = NonNullable<ResultOf<typeof signInMutation>['signIn']['secondFactor']>;

export const signInVerifyMutation = graphql(`
  mutation SignInVerify($input: SignInVerifyInput!) {
    signInVerify(input: $input) { viewer { ...Viewer } errors { code message path } }
  }
`, [viewerFragment]);

export const signUpMutation = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) { viewer { ...Viewer } errors { code message path } }
  }
`, [viewerFragment]);
