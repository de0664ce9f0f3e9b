import type { Messages } from '../index.js';
import { count } from './count.js';

export const clients: Messages['clients'] = {
  intro: 'Betriebe, deren Agenten Sie betreuen. Jeder ist ein eigenes Unternehmen und entscheidet selbst, wie weit Sie hineinreichen.',
  create: 'Neuer Kunde', createTitle: 'Neuer Kunde', createText: 'Er bekommt eigene Agenten, Anrufe und Mitglieder. Zuerst dürfen Sie dort alles, um ihn einzurichten; sobald sein Inhaber da ist, entscheidet er darüber.', createAction: 'Kunden anlegen', created: (name) => `${name} ist angelegt`, goThere: 'Dorthin',
  emptyTitle: 'Noch keine Kunden', emptyText: 'Legen Sie für jeden Betrieb, dessen Agenten Sie betreuen, einen an: Seine Anrufe, Menschen und Zahlen bleiben von allen anderen getrennt.',
  work: 'Öffnen', workIn: (name) => `${name} öffnen`, actions: (name) => `Was mit ${name} geschehen soll`, copyId: 'ID kopieren', pages: 'Seiten', closing: (date) => `Wird am ${date} gelöscht`,
  reaches: { nothing: 'Lässt niemanden hinein', look: 'Lässt Sie sehen', work: 'Lässt Sie arbeiten', everything: 'Lässt Sie alles tun' }, reachOther: (value) => `Lässt Sie ${count(value, 'Sache', 'Dinge')} tun`,
  move: 'Verschieben', moveTitle: (name) => `${name} verschieben?`, moveText: 'Diese Agentur reicht dann sofort nicht mehr hinein. Wohin er kommt, wird niemand hineingelassen, bis der Kunde es sagt.', moveTo: 'Wohin', moveAction: 'Verschieben', moveOut: 'Er steht für sich', moved: (name) => `${name} ist verschoben`,
  notAgencyTitle: 'Dieses Unternehmen ist keine Agentur', notAgencyText: 'Kunden haben nur Agenturen.', toAgency: 'Was eine Agentur ist',
};

export const agency: Messages['agency'] = {
  lookedAfter: (name) => `Betreut von ${name}`, since: (date) => `Wie weit sie hineinreicht, wurde am ${date} festgelegt.`,
  reachTitle: (name) => `Was ${name} hier darf`, reachHint: 'Höchstens: Wer dort arbeitet, darf hier, was seine Rolle in der Agentur erlaubt, und nicht mehr. Alles, was sie tun, steht in Ihrem Protokoll.', fixed: 'Das entscheiden Mitglieder dieses Unternehmens, die es festlegen dürfen, etwa der Inhaber.',
  reaches: {
    nothing: { name: 'Nichts', text: 'Niemand von der Agentur kommt herein.' }, look: { name: 'Sehen', text: 'Agenten, Anrufe, Menschen, Zahlen und das Protokoll sehen; nichts ändern.' },
    work: { name: 'Arbeiten', text: 'Auch Agenten bauen und veröffentlichen, Anrufe beginnen, begleiten und exportieren.' }, everything: { name: 'Alles', text: 'Auch Menschen, Schlüssel und Tarif, bis zum Löschen des Unternehmens, und diese Seite.' }, chosen: { name: 'Einzeln gewählt', text: 'Genau das, was unten angekreuzt ist.' },
  },
  saved: (name) => `${name} darf das jetzt hier`, savedNothing: (name) => `${name} kommt nicht mehr herein`, unsaved: 'Noch nicht gespeichert. Was Menschen der Agentur hier offen haben, endet beim Speichern; sie kommen mit dem zurück, was sie dann dürfen.',
  leave: 'Die Agentur verlassen', leaveHint: 'Das Unternehmen steht dann für sich; alles bleibt.', leaveAction: 'Verlassen', leaveTitle: (name) => `${name} verlassen?`, leaveText: 'Ihre Leute kommen sofort nicht mehr herein. Um zurückzukommen, muss jemand das Unternehmen dorthin verschieben.', left: (name) => `${name} reicht nicht mehr herein`,
  alone: 'Dieses Unternehmen gehört zu keiner Agentur.', become: 'Agentur werden', becomeHint: 'Für alle, die Agenten für andere betreuen.',
  becomePoints: { clients: 'Sie legen für jeden Betrieb einen Kunden an und wechseln oben links von einem zum anderen. Ihre Agenten, Anrufe und Zahlen bleiben getrennt.', decide: 'Jeder Kunde entscheidet selbst, wie weit Ihre Leute hineinreichen.', owners: 'Inhaber dieses Unternehmens werden Inhaber der Agentur; Agenten und Anrufe bleiben, wo sie sind.', forever: 'Eine Agentur bleibt eine und gehört zu keiner anderen.' },
  becomeTitle: (name) => `${name} zur Agentur machen?`, becomeText: 'Das lässt sich nicht zurücknehmen.', becomeAction: 'Agentur werden', became: (name) => `${name} ist jetzt eine Agentur`,
  join: 'Zu einer Ihrer Agenturen gehen', joinHint: 'Sie reicht so weit hinein, wie Sie danach sagen; zuerst kommt niemand herein.', joinField: 'Agentur', joinAction: 'Dorthin gehen', joinTitle: (name) => `${name} dieses Unternehmen betreuen lassen?`, joined: (name) => `${name} betreut jetzt dieses Unternehmen`,
  isAgencyTitle: 'Dieses Unternehmen ist eine Agentur', isAgencyText: 'Es gehört zu keiner anderen.', toClients: 'Zu ihren Kunden', isPlatformTitle: 'Dieses Unternehmen betreibt die Installation', isPlatformText: 'Es gehört zu keiner Agentur.',
};

export const finder: Messages['finder'] = { here: 'Sie sind hier', count: (value) => count(value, 'Unternehmen', 'Unternehmen') };

export const pageWords: Messages['pageWords'] = {
  pages: {
    profile: 'ich Konto Name E-Mail Sprache Darstellung dunkel hell Tastenkürzel Vorlieben', security: 'Passwort Kennwort zweiter Faktor 2FA Passkey Sitzungen Geräte Codes Anmeldung', organization: 'Name Tarif Grenzen Verbrauch löschen verlassen exportieren übergeben umbenennen Firma Betrieb',
    members: 'Menschen Team Benutzer Kollegen einladen Einladungen Mitarbeiter', roles: 'Rechte Berechtigungen Zugriff wer darf was', clients: 'Kundschaft Agentur Betriebe Mandanten wechseln', agency: 'Zugriff Partner Reichweite Kunde werden',
    'single-sign-on': 'SSO OpenID Connect OIDC Single Sign-on Domain Entra Google Okta', connections: 'Anbieter Sprache Stimme Modell LLM STT TTS Schlüssel Ersatz OpenAI Anthropic Google ElevenLabs Deepgram Azure Mistral verbinden', usage: 'Kosten Geld Ausgaben Tokens Minuten Abrechnung Anbieter', audit: 'Audit Verlauf Ereignisse Änderungen wer hat was getan', 'api-keys': 'Tokens Programme Dienstkonten Anbindung Entwicklung', plugins: 'Anbieter Pakete Sprache Modell Telefonie', health: 'Status Störung Fehler Server Version', platform: 'Mandanten Kunden Installation Verwaltung Administration sperren Grenzen arbeiten als',
  },
  deeds: { newKey: 'Neuer API-Schlüssel', twoFactor: 'Zweiten Faktor einrichten', newClient: 'Neuer Kunde' },
};
