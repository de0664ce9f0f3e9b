export const account = {
  signInTitle: 'Sign in', signUpTitle: 'Create your account', email: 'E-mail', password: 'Password', name: 'Your name', organization: 'Business',
  organizationHint: 'Agents and calls belong to it.', passwordHint: 'At least 8 characters.', signIn: 'Sign in', signUp: 'Create account',
  noAccount: 'New here?', toSignUp: 'Create an account', hasAccount: 'Have an account?', toSignIn: 'Sign in', tagline: 'Voice agents that listen.',
} as const;
