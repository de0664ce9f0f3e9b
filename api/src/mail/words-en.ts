import type { MailWords } from './letters.js';

const greeting = (name: string) => (name === '' ? 'Hello,' : `Hello ${name},`);
const moment = (date: Date) => `${new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(date)} UTC`;

export const WORDS_EN: MailWords = {
  'email-verification': ({ name, url }) => ({
    subject: 'Confirm your e-mail address', greeting: greeting(name),
    paragraphs: ['an account at Parley was opened with this e-mail address. Please confirm that it is yours.'],
    action: { label: 'Confirm address', url },
    notes: ['The link works once, for 24 hours.', 'If you did not open an account, you need not do anything.'],
  }),
  'password-reset': ({ name, url }) => ({
    subject: 'Set a new password', greeting: greeting(name),
    paragraphs: ['somebody, probably you, asked for a new password for your account at Parley.'],
    action: { label: 'Set a new password', url },
    notes: ['The link works once, for one hour.', 'If it was not you, you need not do anything: your password stays as it is.'],
  }),
  'password-changed': ({ name, url }) => ({
    subject: 'Your password was changed', greeting: greeting(name),
    paragraphs: ['the password of your account at Parley was changed. All other sessions have ended.'],
    action: { label: 'That was not me', url },
    notes: ['If it was you, you need not do anything.'],
  }),
  invitation: ({ organizationName, inviterName, roleName, url, expiresAt }) => ({
    subject: `Invitation to ${organizationName}`, greeting: greeting(''),
    paragraphs: [`${inviterName === '' ? 'somebody' : inviterName} invites you to work in the organization “${organizationName}” at Parley, as ${roleName}.`],
    action: { label: 'View the invitation', url },
    notes: [`The invitation is open until ${moment(expiresAt)}.`, 'If you do not know who that is, you need not do anything.'],
  }),
  'organization-deletion': ({ organizationName, deletionAt, url }) => ({
    subject: `${organizationName} will be deleted`, greeting: greeting(''),
    paragraphs: [`the organization “${organizationName}” and everything in it will be deleted on ${moment(deletionAt)}. Until then an owner can take this back.`],
    action: { label: 'Open the organization', url },
    notes: ['Once it is deleted, nothing of it can be brought back.'],
  }),
};
