import type { MailWords } from './letters.js';

const greeting = (name: string) => (name === '' ? 'Guten Tag,' : `Guten Tag ${name},`);
const moment = (date: Date) => `${new Intl.DateTimeFormat('de', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(date)} UTC`;

export const WORDS_DE: MailWords = {
  'email-verification': ({ name, url }) => ({
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse', greeting: greeting(name),
    paragraphs: ['mit dieser E-Mail-Adresse wurde ein Konto bei Parley eröffnet. Bitte bestätigen Sie, dass sie Ihnen gehört.'],
    action: { label: 'Adresse bestätigen', url },
    notes: ['Der Link gilt einmal, 24 Stunden lang.', 'Wenn Sie kein Konto eröffnet haben, müssen Sie nichts tun.'],
  }),
  'password-reset': ({ name, url }) => ({
    subject: 'Neues Passwort festlegen', greeting: greeting(name),
    paragraphs: ['jemand, vermutlich Sie selbst, hat ein neues Passwort für Ihr Konto bei Parley angefordert.'],
    action: { label: 'Neues Passwort festlegen', url },
    notes: ['Der Link gilt einmal, eine Stunde lang.', 'Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.'],
  }),
  'password-changed': ({ name, url }) => ({
    subject: 'Ihr Passwort wurde geändert', greeting: greeting(name),
    paragraphs: ['das Passwort Ihres Kontos bei Parley wurde geändert. Alle anderen Sitzungen sind beendet.'],
    action: { label: 'Das war ich nicht', url },
    notes: ['Wenn Sie das waren, müssen Sie nichts tun.'],
  }),
  invitation: ({ organizationName, inviterName, roleName, url, expiresAt }) => ({
    subject: `Einladung zu ${organizationName}`, greeting: greeting(''),
    paragraphs: [`${inviterName === '' ? 'jemand' : inviterName} lädt Sie ein, bei Parley in der Organisation „${organizationName}“ mitzuarbeiten, als ${roleName}.`],
    action: { label: 'Einladung ansehen', url },
    notes: [`Die Einladung gilt bis ${moment(expiresAt)}.`, 'Wenn Sie nicht wissen, wer das ist, müssen Sie nichts tun.'],
  }),
  'organization-deletion': ({ organizationName, deletionAt, url }) => ({
    subject: `${organizationName} wird gelöscht`, greeting: greeting(''),
    paragraphs: [`die Organisation „${organizationName}“ und alles in ihr wird am ${moment(deletionAt)} gelöscht. Bis dahin kann eine Inhaberin oder ein Inhaber das zurücknehmen.`],
    action: { label: 'Organisation öffnen', url },
    notes: ['Was gelöscht ist, kann nicht wiederhergestellt werden.'],
  }),
};
