import { count } from './count.js';

export const security = {
  twoFactor: 'Two-step sign-in', twoFactorHint: 'After your password, a code from an app on your phone. Who knows your password alone does not get in.',
  isOn: 'It is on', isOff: 'It is off', offText: 'Your password alone opens your account.', since: (date: string) => `On since ${date}`, codesLeft: (value: number) => count(value, 'recovery code left', 'recovery codes left'),
  setUp: 'Set up', setUpTitle: 'Set up two-step sign-in', turnOn: 'Turn on', turnOff: 'Turn off', turnedOff: 'Two-step sign-in is off', turnOffTitle: 'Turn off two-step sign-in?', turnOffText: 'From then on your password alone opens your account. Your recovery codes become void.',
  yourPassword: 'Your password', passwordHint: 'So that nobody else does this on a screen that you left.',
  scan: 'Scan this with an authenticator app, such as Aegis, 1Password or Google Authenticator.', qrCode: 'QR code for your authenticator app', typeIt: 'Or type this into the app', code: 'Code', codeHint: 'The six digits that the app shows now.', codeOrRecovery: 'Code of the app, or a recovery code',
  codesTitle: 'Your recovery codes', codesText: 'Each of them lets you in once when your phone is gone.', shownOnce: 'Keep them where you keep important papers: they are shown this once.', download: 'Save as a file', kept: 'I have kept them', fileHead: (email: string) => `Parley: recovery codes of ${email}. Each works once.`,
  renew: 'New recovery codes', renewTitle: 'Make new recovery codes?', renewText: 'The codes that you have become void at once.', renewAction: 'Make new codes',
  passwordSectionHint: 'Changing it signs you out everywhere else.', currentPassword: 'Current password', newPassword: 'New password', changePassword: 'Change password', passwordChanged: 'Password changed; you are signed out everywhere else',
} as const;

export const sessions = {
  title: 'Where you are signed in', hint: 'End what you do not know, and change your password.', current: 'This one', now: 'In use now', used: (when: string) => `Used ${when}`, unknown: 'Unknown device', onSystem: (browser: string, system: string) => `${browser} on ${system}`,
  methods: { PASSWORD: 'with password', PASSKEY: 'with passkey', SINGLE_SIGN_ON: 'by single sign-on', EMAIL_LINK: 'by link in a mail' },
  end: 'End', endOf: (place: string) => `End session: ${place}`, ended: (place: string) => `${place} is signed out`, endOthers: 'Sign out everywhere else', othersTitle: 'Sign out everywhere else?', othersText: 'All sessions but this one end at once, with what they have open.', othersEnded: 'You are signed in here alone',
} as const;
