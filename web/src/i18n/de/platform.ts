import type { Messages } from '../index.js';
import { count } from './count.js';

export const platform: Messages['platform'] = {
  intro: 'Alle Unternehmen dieser Installation. Was darin ist, etwa Agenten, Anrufe und Gesagtes, gehört ihnen: Um es zu sehen, arbeiten Sie als jemand von dort, aus einem Grund, den sie lesen können.',
  search: 'Name oder Kurzname', kind: 'Art', anyKind: 'Jede Art', kinds: { PLATFORM: 'Plattform', AGENCY: 'Agentur', CLIENT: 'Unternehmen' }, state: 'Zustand', anyState: 'Jeder Zustand', states: { active: 'Aktiv', suspended: 'Gesperrt' },
  order: 'Reihenfolge', orders: { CREATED_DESC: 'Neueste zuerst', CREATED_ASC: 'Älteste zuerst', NAME_ASC: 'Nach Namen' }, columns: { name: 'Unternehmen', plan: 'Tarif', members: 'Mitglieder', calls: 'Anrufe in diesem Monat', created: 'Seit' }, suspended: 'Gesperrt', below: (agency) => `bei ${agency}`, pages: 'Seiten',
  emptyTitle: 'Kein solches Unternehmen', emptyText: 'Nichts passt zu all diesen Bedingungen.', showAll: 'Alle zeigen', back: 'Unternehmen', unknownTitle: 'Dieses Unternehmen gibt es nicht', unknownText: 'Vielleicht wurde es gelöscht.',
  factNames: { id: 'ID', slug: 'Kurzname', agency: 'Agentur', created: 'Seit', members: 'Mitglieder', calls: 'Anrufe in diesem Monat' }, members: (value) => count(value, 'Mitglied', 'Mitglieder'), calls: (value) => count(value, 'Anruf', 'Anrufe'),
  limits: 'Tarif und Grenzen', limitsHint: 'Sie gelten von jetzt an; nichts, was läuft, wird beendet.', plan: 'Tarif', agreed: 'Anders vereinbart', agreedHint: 'Lassen Sie ein Feld leer, damit gilt, was der Tarif erlaubt.', asPlan: 'Wie im Tarif', unlimited: 'Ohne Grenze', limitsSaved: (name) => `Die Grenzen von ${name} sind gesetzt`, wholeNumber: 'Schreiben Sie eine ganze Zahl.',
  limitNames: { SEATS: 'Mitglieder', CONCURRENT_CALLS: 'Anrufe zugleich', MINUTES_PER_MONTH: 'Minuten im Monat', TOKENS_PER_MONTH: 'Tokens im Monat', STORAGE_BYTES: 'Aufnahmen, in GB' },
  people: 'Menschen', workAs: 'Arbeiten als', workAsNamed: (name) => `Arbeiten als ${name}`, noPeople: 'Niemand ist Mitglied.',
  suspend: 'Sperren', suspendTitle: (name) => `${name} sperren?`, suspendText: 'Seine Leute melden sich weiter an, lesen, exportieren und gehen, ändern aber nichts; seine Schlüssel werden abgewiesen, und kein Anruf beginnt.', endsCalls: 'Auch die Anrufe beenden, die laufen', suspendHint: 'Für ein Unternehmen, das nicht zahlt oder Schaden anrichtet. Es lässt sich zurücknehmen.', reason: 'Grund', suspendReasonHint: 'Seine Leute lesen ihn, und er steht in ihrem Protokoll.',
  suspendedNow: (name) => `${name} ist gesperrt`, resume: 'Weiterarbeiten lassen', resumeTitle: (name) => `${name} weiterarbeiten lassen?`, resumeText: 'Von jetzt an geht alles wieder.', resumed: (name) => `${name} arbeitet weiter`, suspendedSince: (date) => `Gesperrt seit ${date}`,
  impersonateTitle: (name) => `Als ${name} arbeiten?`, impersonateText: 'Sie sehen und tun, was diese Person darf. Passwörter, Schlüssel, Übergabe und Löschen bleiben verschlossen. Dass Sie hier waren, warum, und alles, was Sie tun, steht im Protokoll des Unternehmens.', impersonateReasonHint: 'Mindestens 10 Zeichen, etwa die Nummer der Anfrage und was nicht stimmt.', minutes: 'Für', minutesValue: (value) => count(value, 'Minute', 'Minuten'), impersonate: 'Beginnen',
};

export const standing: Messages['standing'] = {
  impersonating: (name, organization) => `Sie arbeiten als ${name} in ${organization}`, by: (name, reason) => `${name}: ${reason}`, left: (value) => `noch ${count(value, 'Minute', 'Minuten')}`, lessThanMinute: 'noch weniger als eine Minute', end: 'Beenden', endAs: (name) => `Nicht mehr als ${name} arbeiten`, label: 'Arbeiten als jemand anderes',
  suspendedTitle: (date) => `Dieses Unternehmen ist seit ${date} gesperrt`, suspendedText: 'Sie können alles lesen und exportieren, aber nichts ändern, und kein Anruf beginnt. Wer dieses Parley betreibt, kann es weiterarbeiten lassen.', suspendedReason: (reason) => `Grund: ${reason}`,
};
