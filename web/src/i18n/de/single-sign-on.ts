import type { Messages } from '../index.js';

export const singleSignOn: Messages['singleSignOn'] = {
  intro: 'Die Menschen Ihres Unternehmens melden sich mit den Konten an, die sie dort haben: über Microsoft Entra, Google Workspace, Okta, Keycloak oder was sonst OpenID Connect spricht.', done: 'erledigt',
  steps: {
    domains: { title: 'E-Mail-Domain bestätigen', hint: 'Ihr Anmeldedienst spricht nur für Adressen in bestätigten Domains.' },
    register: { title: 'Parley beim Anmeldedienst eintragen', hint: 'Als Webanwendung mit einem Geheimnis (Client Secret). An diese Adresse schickt er die Menschen zurück.' },
    provider: { title: 'Eintragen, was der Anmeldedienst genannt hat', hint: 'Er zeigt es, sobald die Anwendung dort eingetragen ist.' },
    test: { title: 'Prüfen', hint: 'Parley fragt den Anmeldedienst nach allem, was eine Anmeldung braucht. Niemand wird dadurch angemeldet.' },
    require: { title: 'Entscheiden, ob es der einzige Weg ist', hint: 'Am besten, nachdem sich jemand damit angemeldet hat. Inhaber können immer ihr Passwort benutzen, falls der Dienst ausfällt.' },
  },
  domains: 'Domains', domain: 'Domain', anotherDomain: 'Weitere Domain', domainHint: 'Was in Ihren Adressen hinter dem @ steht, etwa example.com.', addDomain: 'Domain hinzufügen',
  states: { PROVEN: 'Bestätigt', PENDING: 'Noch nicht bestätigt', LOST: 'Eintrag fehlt' }, seen: (when) => `Eintrag gesehen ${when}`, proven: (domain) => `${domain} ist bestätigt`,
  recordText: 'Veröffentlichen Sie diesen TXT-Eintrag, wo die Domain verwaltet wird, und lassen Sie Parley danach sehen.', lostText: 'Der Eintrag dieser Domain fehlt, darum gilt der Anmeldedienst für ihre Adressen nicht mehr. Veröffentlichen Sie ihn wieder.', recordName: 'Name des TXT-Eintrags', recordValue: 'Sein Inhalt', check: 'Jetzt nachsehen',
  foundNothing: 'Unter diesem Namen gibt es keinen TXT-Eintrag.', foundOther: (texts) => `Was dort steht: ${texts}`,
  removeDomainOf: (domain) => `${domain} entfernen`, removeDomainTitle: (domain) => `${domain} entfernen?`, removeDomainText: 'Wer eine Adresse dort hat, meldet sich danach mit Passwort an; wo Ihr Anmeldedienst diese Menschen angemeldet hat, werden sie abgemeldet.',
  otherOrigin: 'Sie sehen diese Seite unter einer anderen Adresse als der, für die Parley eingerichtet ist. Tragen Sie genau diese hier ein.', callback: 'Rücksprungadresse', issuer: 'Aussteller (Issuer)', issuerHint: 'Wie der Anmeldedienst ihn nennt, mit https:// am Anfang; meist eine Adresse, die nur Ihrem Unternehmen gehört.', clientId: 'Client-ID', clientSecret: 'Geheimnis (Client Secret)', secretHint: 'Wird verschlossen aufbewahrt und nie wieder gezeigt.', secretKept: (lastFour, date) => `Gesetzt seit ${date}, endet auf ${lastFour}. Leer lassen, um es zu behalten.`,
  role: 'Rolle neuer Menschen', roleHint: 'Wer sich zum ersten Mal anmeldet, ohne eingeladen zu sein, bekommt diese.', roleGone: 'Die Rolle für neue Menschen wurde gelöscht, darum kommt niemand Neues hinein. Wählen Sie eine andere und speichern Sie.', saved: 'Der Anmeldedienst ist gespeichert',
  test: 'Prüfen', works: 'Es geht. Melden Sie sich einmal damit an, bevor Sie es zum einzigen Weg machen.',
  checks: {
    DISCOVERY: { good: 'Der Anmeldedienst antwortet und ist der, den Sie genannt haben.', bad: 'Der Anmeldedienst antwortet nicht wie einer.' }, ENDPOINTS: { good: 'Er sagt, wo man sich anmeldet.', bad: 'Er sagt nicht, wo man sich anmeldet.' },
    ALGORITHMS: { good: 'Er unterschreibt so, dass es sich prüfen lässt.', bad: 'Er unterschreibt nicht so, dass es sich prüfen lässt.' }, KEYS: { good: 'Seine Schlüssel sind da.', bad: 'Seine Schlüssel fehlen.' }, CLIENT: { good: 'Er kennt Client-ID und Geheimnis.', bad: 'Er lehnt Client-ID oder Geheimnis ab.' },
  },
  isRequired: 'Mitglieder mit Adressen in Ihren bestätigten Domains melden sich nur über Ihren Anmeldedienst an.', isOptional: 'Mitglieder wählen: mit Passwort oder Passkey, oder über Ihren Anmeldedienst.', require: 'Anmeldedienst verlangen', release: 'Andere Wege erlauben', requireTitle: 'Anmeldedienst verlangen?', releaseTitle: 'Andere Wege wieder erlauben?',
  requireText: 'Mitglieder mit Adressen in Ihren bestätigten Domains kommen mit Passwort oder Passkey nicht mehr hinein; Sitzungen, die sie so begonnen haben, enden sofort, außer dieser. Inhaber behalten ihr Passwort.', releaseText: 'Mitglieder können sich wieder mit Passwort oder Passkey anmelden.',
  remove: 'Anmeldedienst entfernen', removeHint: 'Alle melden sich wieder mit Passwort oder Passkey an. Die Domains bleiben.', removeTitle: 'Anmeldedienst entfernen?', removeText: 'Parley vergisst den Anmeldedienst und sein Geheimnis und meldet alle ab, die darüber gekommen sind. Wer noch kein Passwort hat, fordert mit „Passwort vergessen?“ eines an.', removed: 'Der Anmeldedienst ist entfernt',
};
