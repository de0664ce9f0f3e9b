import type { Messages } from '../index.js';
import { count } from './count.js';

export const members: Messages['members'] = {
  intro: 'Wer sich bei diesem Unternehmen anmelden kann.', columns: { name: 'Name', role: 'Rolle', joined: 'Dabei seit', actions: 'Aktionen' }, you: 'Sie', pages: 'Seiten',
  invite: 'Einladen', inviteTitle: 'Jemanden einladen', inviteText: 'Die Person bekommt eine E-Mail mit einem Link, der einmal gilt, sieben Tage lang.', inviteAction: 'Einladung schicken', invited: (email) => `Die Einladung an ${email} ist unterwegs`,
  invitations: 'Einladungen', invitationUntil: (date) => `Wartet bis ${date}`, invitationExpired: (date) => `Abgelaufen am ${date}`, invitedBy: (name) => `eingeladen von ${name}`,
  resend: 'Noch einmal schicken', resendTo: (email) => `Noch einmal schicken: die Einladung an ${email}`, takeBack: 'Zurücknehmen', takeBackFrom: (email) => `Zurücknehmen: die Einladung an ${email}`, takenBack: (email) => `Die Einladung an ${email} ist zurückgenommen`,
  actions: (name) => `Was mit ${name} geschehen soll`, roleSet: (name, role) => `${name} ist jetzt: ${role}`, remove: 'Entfernen', removeTitle: (name) => `${name} entfernen?`, removeText: 'Die Person ist binnen einer Sekunde aus diesem Unternehmen abgemeldet: Was sie hier offen hat, schließt sich, und Anrufe, die sie führt, enden. Was sie angelegt hat, bleibt. Um zurückzukommen, braucht sie eine Einladung.', removed: (name) => `${name} ist kein Mitglied mehr`,
};

export const roleMatrix: Messages['roleMatrix'] = {
  intro: 'Was jede Rolle erlaubt. Die Rollen, die Parley mitbringt, sind überall gleich, niemand ändert sie; Ihre eigenen ändern Sie hier, sofort.',
  create: 'Neue Rolle', createTitle: 'Neue Rolle', createText: 'Sie beginnt mit dem, was eine andere Rolle erlaubt, soweit Sie es selbst dürfen.', renameTitle: 'Name der Rolle', renameText: 'Mitglieder behalten die Rolle.', name: 'Name', description: 'Wofür sie ist', basedOn: 'Beginnt wie', rename: 'Umbenennen', actions: (name) => `Was mit ${name} geschehen soll`,
  saved: (name) => `${name} ist geändert`, removed: (name) => `${name} ist entfernt`, removeTitle: (name) => `${name} entfernen?`, removeText: 'Eine Rolle, die jemand hat, lässt sich nicht entfernen: Geben Sie ihm zuerst eine andere.', permission: 'Darf', yes: 'ja', no: 'nein', members: (value) => count(value, 'Mitglied', 'Mitglieder'),
  descriptions: {
    'platform-admin': 'Betreut die ganze Installation.', 'agency-owner': 'Alles in einer Agentur, und ihre Kunden, soweit diese es zulassen.', 'agency-member': 'Baut und beobachtet Agenten, in der Agentur und bei ihren Kunden.', owner: 'Alles.', admin: 'Alles, außer das Unternehmen zu beenden, zu übergeben oder zu öffnen.',
    'agent-builder': 'Arbeitet mit Agenten und Anrufen.', supervisor: 'Beobachtet Anrufe, hört mit und greift ein; ändert keinen Agenten.', analyst: 'Liest Anrufe und Zahlen und gibt sie aus.', viewer: 'Sieht alles und ändert nichts.', billing: 'Sieht den Tarif und was davon verbraucht ist.',
  },
};

export const limits: Messages['limits'] = {
  title: 'Tarif und Verbrauch', plan: (name) => `Tarif ${name}`, plans: { STARTER: 'Starter', TEAM: 'Team', BUSINESS: 'Business', UNLIMITED: 'Unbegrenzt' },
  names: { seats: 'Mitglieder', concurrentCalls: 'Anrufe zugleich', minutesPerMonth: 'Minuten in diesem Monat', tokensPerMonth: 'Tokens in diesem Monat', storageBytes: 'Aufnahmen' },
  usedOf: (used, most) => `${used} von ${most}`, unlimited: (used) => `${used}, ohne Grenze`, hint: 'Laufende Anrufe schneidet keine Grenze ab; ist eine erreicht, beginnt kein neuer Anruf. Aufnahmen, die nicht mehr hineinpassen, werden nicht aufgehoben.',
};

export const danger: Messages['danger'] = {
  title: 'Mit Folgen', leave: 'Dieses Unternehmen verlassen', leaveHint: 'Sie verlieren den Zugang zu seinen Agenten und Anrufen.', leaveAction: 'Verlassen', leaveTitle: (name) => `${name} verlassen?`,
  leaveText: 'Sie verlieren den Zugang sofort und arbeiten in einem anderen Ihrer Unternehmen weiter. Um zurückzukommen, brauchen Sie eine Einladung.', yourPassword: 'Ihr Passwort', export: 'Alles als Datei', exportHint: 'Agenten, Anrufe, Personen und das Protokoll, als JSON Lines. Schlüssel und Passwörter sind nicht darin.', exportAction: 'Exportieren',
  transfer: 'Übergeben', transferHint: 'Ein anderes Mitglied wird Inhaber, und Sie werden Administrator.', transferAction: 'Übergeben', transferTitle: (name) => `${name} übergeben?`, transferText: 'Der neue Inhaber darf alles, auch Sie entfernen.', newOwner: 'Neuer Inhaber', transferNobody: 'Es ist noch niemand sonst hier. Laden Sie zuerst jemanden ein.', transferred: 'Es ist übergeben',
  delete: 'Dieses Unternehmen löschen', deleteHint: 'Agenten, Anrufe, Aufnahmen: alles, nach dreißig Tagen.', deleteAction: 'Löschen', deleteTitle: (name) => `${name} löschen?`, deleteText: 'Von jetzt an nimmt es keine Anrufe an. Dreißig Tage lang kann alles noch gelesen und exportiert und dies zurückgenommen werden; dann ist es endgültig fort.',
  typeSlug: (slug) => `Tippen Sie „${slug}“`, deletionAt: (date) => `Dieses Unternehmen wird am ${date} gelöscht`, deletionText: 'Bis dahin nimmt es keine Anrufe an.', deletionTakeBack: 'Behalten', deletionTakenBack: 'Es bleibt, und nimmt wieder Anrufe an',
  leaveOnlyText: 'Es ist Ihr einziges Unternehmen: Sie werden abgemeldet. Um zurückzukommen, brauchen Sie eine Einladung.',
};
