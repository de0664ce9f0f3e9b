export const links = {
  forgotTitle: 'Forgotten password', forgotText: 'We send you a link with which you choose another one.', forgotAction: 'Send me a link', forgotSent: (email: string) => `If there is an account for ${email}, a mail is on its way. Its link works for an hour.`, backToSignIn: 'Back to signing in',
  resetTitle: 'Choose a new password', newPassword: 'New password', resetText: 'You are signed in with it, and signed out everywhere else.', resetAction: 'Set password', resetDone: 'Your new password is set', goOn: 'Go on',
  verifyTitle: 'Confirm your e-mail address', verified: 'Your e-mail address is confirmed.', askAgain: 'Ask for another link', notVerified: 'This e-mail address is not confirmed yet: the link is in the mail that we sent you.', sendAgain: 'Send the link again', verificationSent: 'The mail is on its way',
} as const;
