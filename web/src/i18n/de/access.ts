import type { Messages } from '../index.js';
import { count } from './count.js';

export const permissions: Messages['permissions'] = {
  groups: { calls: 'Anrufe', agents: 'Agenten', organization: 'Unternehmen', installation: 'Installation', members: 'Mitglieder und Rollen', programs: 'Programme', clients: 'Kunden', platform: 'Plattform' },
  words: {
    'calls:read': 'Anrufe lesen', 'transcripts:read': 'Gesagtes lesen', 'recordings:read': 'Aufnahmen anhören', 'usage:read': 'Zahlen aller Anrufe lesen', 'calls:export': 'Anrufe exportieren', 'calls:start': 'Anrufe beginnen', 'calls:end': 'Anrufe beenden',
    'agents:read': 'Agenten lesen', 'agents:create': 'Agenten anlegen', 'agents:update': 'Agenten ändern', 'agents:publish': 'Agenten veröffentlichen', 'agents:archive': 'Agenten archivieren',
    'organization:read': 'Das Unternehmen lesen', 'organization:update': 'Das Unternehmen ändern', 'members:read': 'Mitglieder lesen', 'roles:read': 'Rollen lesen', 'audit:read': 'Das Protokoll lesen',
    'connections:read': 'Verbindungen lesen', 'connections:manage': 'Anbieter verbinden', 'connections:approve': 'Verbindungen freigeben', 'api-keys:read': 'Schlüssel lesen', 'api-keys:create': 'Schlüssel anlegen', 'api-keys:revoke': 'Schlüssel widerrufen', 'plugins:read': 'Plugins lesen', 'health:read': 'Den Systemzustand lesen',
    'calls:listen': 'Laufende Anrufe mithören', 'calls:steer': 'In Anrufe eingreifen', 'organization:export': 'Daten mitnehmen', 'organization:transfer': 'Inhaberschaft übergeben', 'organization:delete': 'Das Unternehmen löschen', 'single-sign-on:update': 'Anmeldedienst festlegen', 'limits:read': 'Tarif und Verbrauch lesen',
    'members:invite': 'Menschen einladen', 'members:update': 'Andere Rollen geben', 'members:remove': 'Mitglieder entfernen', 'roles:create': 'Rollen anlegen', 'roles:update': 'Rollen ändern', 'roles:delete': 'Rollen löschen',
    'clients:create': 'Kunden anlegen', 'clients:enter': 'In Kunden arbeiten', 'clients:update': 'Kunden verschieben', 'delegation:update': 'Reichweite der Agentur festlegen', 'platform:read': 'Alle Unternehmen lesen', 'platform:suspend': 'Unternehmen sperren', 'platform:impersonate': 'Als jemand anderes arbeiten', 'platform:limits': 'Grenzen festlegen',
  },
};

export const apiKeys: Messages['apiKeys'] = {
  intro: 'Schlüssel, mit denen Programme die API benutzen. Sie gehören einem Programm, keiner Person: Sie gelten weiter, wenn jemand geht.',
  emptyTitle: 'Noch benutzt kein Programm die API', emptyText: 'Legen Sie einen Schlüssel an, der genau das darf, was Ihre Website, Ihr Buchungssystem oder Ihr Skript braucht.',
  create: 'Neuer Schlüssel', addKey: 'Schlüssel hinzufügen', createTitle: 'Neuer API-Schlüssel', createAction: 'Schlüssel anlegen', program: 'Programm', newProgram: 'Ein neues Programm', programName: 'Name des Programms', programHint: 'Was den Schlüssel benutzen wird, etwa „Website“.',
  keyName: 'Name des Schlüssels', keyNameHint: 'Unterscheidet ihn von den anderen.', kind: 'Art', kinds: { live: 'Echt', test: 'Test' },
  kindHints: { live: 'Seine Anrufe laufen über Ihre Anbieter und kosten, was sie kosten.', test: 'Seine Anrufe laufen über simulierte Anbieter und kosten nichts.' },
  mayDo: 'Was er darf', choosePermission: 'Wählen Sie mindestens etwas aus, das der Schlüssel darf.', notYours: 'Das dürfen Sie selbst nicht.',
  agents: 'Nur diese Agenten', agentsHint: 'Mit ihren Anrufen. Keiner ausgewählt: alle Agenten.', onlyFor: 'Nur für',
  lifetime: 'Endet', lifetimes: { '30': 'In 30 Tagen', '90': 'In 90 Tagen', '365': 'In einem Jahr', never: 'Nie', date: 'An einem Tag' }, lastDay: 'Letzter Tag',
  networks: 'Nur aus diesen Netzen', networksHint: 'Eines je Zeile, etwa 203.0.113.0/24. Leer: von überall.', networksWrong: 'Nicht alles davon ist ein Netz. Schreiben Sie sie wie 203.0.113.0/24 oder 2001:db8::/32.',
  madeTitle: 'Der Schlüssel ist angelegt', shownOnce: 'Kopieren Sie ihn jetzt: Er wird nur dieses eine Mal gezeigt und lässt sich nicht wieder lesen.', key: (name) => `Schlüssel „${name}“`, tryIt: 'Im Terminal ausprobieren',
  notCopied: 'Sie haben den Schlüssel nicht kopiert. Ist das hier geschlossen, kann ihn niemand mehr lesen.', closeAnyway: 'Trotzdem schließen', done: 'Fertig',
  noKey: 'Kein Schlüssel, der gilt.', over: (value) => count(value, 'Schlüssel gilt nicht mehr', 'Schlüssel gelten nicht mehr'), test: 'Test',
  states: { works: 'Gilt', ending: 'Endet bald', expired: 'Abgelaufen', revoked: 'Widerrufen' },
  used: (when) => `Benutzt ${when}`, neverUsed: 'Nie benutzt', made: (date) => `angelegt am ${date}`, neverEnds: 'endet nicht', endsOn: (date) => `endet am ${date}`, expiredOn: (date) => `abgelaufen am ${date}`, revokedOn: (date) => `widerrufen am ${date}`, onlyFrom: 'Nur aus',
  revoke: 'Widerrufen', revokeKey: (name) => `Schlüssel ${name} widerrufen`, revokeTitle: (name) => `„${name}“ widerrufen?`, revokeText: 'Programme, die ihn benutzen, werden sofort abgewiesen, und was sie offen haben, endet. Das lässt sich nicht zurücknehmen.', revoked: (name) => `Schlüssel „${name}“ ist widerrufen`,
};

export const audit: Messages['audit'] = {
  intro: 'Jede Änderung in diesem Unternehmen, und wer welchen Anruf gelesen hat. Jedes Ereignis ist mit dem davor verkettet; was geschrieben ist, lässt sich nicht ändern.',
  export: 'Ausgeben', formats: { CSV: 'Als CSV', JSON_LINES: 'Als JSON Lines' }, verify: 'Prüfen', verifying: 'Die Kette wird von ihrem ersten Ereignis an verfolgt …', intact: (events) => `Das Protokoll ist unversehrt: ${count(events, 'Ereignis passt', 'Ereignisse passen')} zueinander, und keines fehlt.`,
  broken: (seq) => `Das Protokoll wurde verfälscht: Ereignis ${seq} passt nicht zu dem davor.`, brokenTitle: 'Nicht, wie es geschrieben wurde',
  emptyTitle: 'Noch ist nichts geschehen', emptyText: 'Sobald jemand etwas ändert, steht es hier.', noneTitle: 'Kein solches Ereignis', noneText: 'Nichts im Protokoll passt zu all diesen Bedingungen.', clear: 'Alles zeigen',
  filterAction: 'Was getan wurde', anyAction: 'Alles', from: 'Von', to: 'Bis', actor: 'Wer', target: 'Worüber', remove: (name) => `Entfernen: ${name}`, onlyActor: 'Nur von dort', onlyTarget: 'Nur hierüber',
  pages: 'Seiten', changes: 'Was sich geändert hat', noChanges: 'Daran wurde nichts geändert.', before: 'Vorher', after: 'Nachher', nothing: 'nichts', hidden: 'geheim',
  event: 'Ereignis', request: 'Anfrage', hash: 'Prüfsumme', id: 'ID', address: 'Adresse', copy: (name) => `Kopieren: ${name}`,
  as: (administrator, person) => `${administrator} als ${person}`, actors: { USER: 'Eine Person', API_KEY: 'Ein Programm', SERVICE: 'Ein Medienserver', ANONYMOUS: 'Unangemeldet', SYSTEM: 'Parley' },
  actions: {
    agentArchive: 'Agenten archiviert oder zurückgeholt', agentCreate: 'Agenten angelegt', agentPublish: 'Agenten veröffentlicht', agentUpdate: 'Agenten geändert', agentVersionRestore: 'Version in den Entwurf zurückgeholt',
    apiKeyCreate: 'Schlüssel angelegt', apiKeyRevoke: 'Schlüssel widerrufen', serviceAccountCreate: 'Programm hinzugefügt', callEnd: 'Anruf beendet', callStart: 'Anruf begonnen',
    organizationCreate: 'Unternehmen angelegt', organizationUpdate: 'Unternehmen geändert', organizationSwitch: 'In dieses Unternehmen gewechselt', profileUpdate: 'Eigenes Profil geändert', signIn: 'Angemeldet', signUp: 'Konto angelegt', signOut: 'Abgemeldet',
    passkeyRegister: 'Passkey hinzugefügt', passkeyDelete: 'Passkey entfernt', organizationDomainAdd: 'E-Mail-Domain hinzugefügt', organizationDomainVerify: 'E-Mail-Domain bestätigt', organizationDomainRemove: 'E-Mail-Domain entfernt',
    singleSignOnSet: 'Anmeldedienst gespeichert', singleSignOnRemove: 'Anmeldedienst entfernt', singleSignOn: 'Über den Anmeldedienst angemeldet',
    transcriptRead: 'Gespräch gelesen', recordingRead: 'Aufnahme angehört', liveCallsWatched: 'Laufenden Anrufen zugesehen',
    clientCreate: 'Einen Kunden angelegt', delegationSet: 'Die Reichweite der Agentur festgelegt', organizationMove: 'Ein Unternehmen verschoben', organizationBecomeAgency: 'Agentur geworden', organizationLimitsSet: 'Grenzen gesetzt', organizationSuspend: 'Das Unternehmen gesperrt', organizationResume: 'Das Unternehmen weiterarbeiten lassen', impersonationStart: 'Als jemand anderes zu arbeiten begonnen', impersonationEnd: 'Aufgehört, als jemand anderes zu arbeiten',
  },
  rows: { agents: 'Agent', api_keys: 'Schlüssel', memberships: 'Mitglied', organizations: 'Unternehmen', service_accounts: 'Programm', sessions: 'Sitzung' },
  deeds: { insert: (row) => `${row} hinzugefügt`, update: (row) => `${row} geändert`, delete: (row) => `${row} entfernt` },
};
