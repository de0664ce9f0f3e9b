export const account = {
  signInTitle: 'Sign in', signUpTitle: 'Create your account', email: 'E-mail', password: 'Password', name: 'Your name', organization: 'Business',
  organizationHint: 'Agents and calls belong to it.', passwordHint: 'At least 8 characters.', signIn: 'Sign in', signUp: 'Create account',
  noAccount: 'New here?', toSignUp: 'Create an account', hasAccount: 'Have an account?', toSignIn: 'Sign in', tagline: 'Voice agents that listen.',
  codeTitle: 'One more step', codeText: 'The six digits that your authenticator app shows now.', code: 'Code', recoveryText: 'One of the codes that you kept when you set this up.', recoveryCode: 'Recovery code', useRecovery: 'Use a recovery code', useApp: 'Use the app', otherAccount: 'Start over',
  suggestTwoFactor: 'Protect your account with a second step at sign-in.', setUp: 'Set up', forgot: 'Forgot your password?', or: 'or', passkey: 'Sign in with a passkey',
  singleSignOn: 'Continue with single sign-on', addressFirst: 'Enter your e-mail address first.', noSeat: 'Your business has no room for another member. Ask whoever looks after it there.',
} as const;
