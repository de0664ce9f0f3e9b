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

export const passkeys = {
  title: 'Passkeys', hint: 'A passkey is kept by your device or password manager and signs you in with finger, face or PIN, instead of password and code.', empty: 'You have none yet.',
  add: 'Add passkey', addTitle: 'Add a passkey', addText: 'Your browser asks for finger, face or PIN, and keeps the passkey on this device, on your phone or in your password manager.', addAction: 'Add', name: 'Name', nameHint: 'By which you know it again.', added: (name: string) => `Passkey “${name}” is added`,
  addedOn: (date: string) => `Added ${date}`, used: (when: string) => `used ${when}`, neverUsed: 'never used',
  removeOf: (name: string) => `Remove passkey ${name}`, removeTitle: (name: string) => `Remove “${name}”?`, removeText: 'It no longer opens your account; where it has signed you in, you stay signed in. Delete it in your device or password manager too, which would go on offering it.', removed: (name: string) => `Passkey “${name}” is removed`,
  cancelled: { made: 'No passkey was made: the question was closed, or the device said no.', used: 'No passkey was used: the question was closed, or there is none of yours on this device.' }, origin: (host: string) => `Passkeys work at ${host} alone. Open Parley there.`,
  failures: {
    unsupported: 'This browser has no passkeys. Take a newer one, or another.', insecure: 'Browsers have passkeys on secure connections alone. Open Parley with https.', timeout: 'Nobody answered the question of the browser in time. Please try again.', known: 'This device or password manager has a passkey of your account already.',
    unsuitable: 'This device cannot keep passkeys: it needs a screen lock with finger, face or PIN.', fault: 'The device could not do it. Please try again, or take another one.',
  },
} as const;
