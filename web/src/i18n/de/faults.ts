import type { Messages } from '../index.js';

const server = 'Auf dem Server ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.';
const timeout = 'Der Server hat zu lange gebraucht. Bitte versuchen Sie es noch einmal.';
const outdated = 'Der Server versteht diese Seite nicht. Laden Sie sie neu.';
const tooMuch = 'Das ist zu viel auf einmal. Bitte versuchen Sie es mit weniger.';

export const faults: Messages['faults'] = {
  unreachable: 'Parley ist nicht erreichbar. Prüfen Sie Ihre Verbindung; nichts ist verloren.',
  server, timeout,
  unknown: 'Etwas ist schiefgegangen. Bitte versuchen Sie es noch einmal.',
  byCode: {
    UNAUTHENTICATED: 'Ihre Sitzung ist beendet. Bitte melden Sie sich noch einmal an.',
    FORBIDDEN: 'Das dürfen Sie in diesem Unternehmen nicht.',
    NOT_FOUND: 'Das gibt es nicht, oder es gehört einem anderen Unternehmen.',
    INVALID_ID: 'Diese ID hat nicht die richtige Form.',
    INVALID_INPUT: 'Diese Angabe kann so nicht verwendet werden.',
    INTERNAL: server, TIMEOUT: timeout,
    SHUTTING_DOWN: 'Der Server startet gerade neu. Bitte versuchen Sie es gleich noch einmal.',
    PERSISTED_QUERY_NOT_FOUND: outdated, BAD_REQUEST: outdated, METHOD_NOT_ALLOWED: outdated, UNSUPPORTED_MEDIA_TYPE: outdated, GRAPHQL_PARSE_FAILED: outdated, GRAPHQL_VALIDATION_FAILED: outdated,
    BODY_TOO_LARGE: tooMuch, TOKEN_LIMIT: tooMuch, DEPTH_LIMIT: tooMuch, ALIAS_LIMIT: tooMuch, ROOT_MUTATION_LIMIT: tooMuch, DIRECTIVE_LIMIT: tooMuch, COST_LIMIT: tooMuch,
    RATE_LIMITED: 'Das war viel in kurzer Zeit. Bitte warten Sie einen Augenblick und versuchen Sie es noch einmal.',
    IDEMPOTENCY_KEY_IN_USE: 'Das wird gerade schon erledigt. Bitte warten Sie einen Augenblick.',
    IDEMPOTENCY_KEY_REUSED: 'Diese Seite hat zwei Anfragen verwechselt. Laden Sie sie neu und versuchen Sie es noch einmal.',
    IDEMPOTENCY_OUTCOME_UNKNOWN: 'Es ist nicht bekannt, ob das erledigt wurde. Sehen Sie nach, bevor Sie es noch einmal versuchen.',
    VOICES_UNAVAILABLE: 'Die Stimmen konnten nicht vom Sprachanbieter geholt werden. Bitte versuchen Sie es noch einmal.',
    SUBSCRIPTION_LIMIT: 'Es sind zu viele Live-Ansichten offen. Schließen Sie einige Fenster.',
    INVALID_CREDENTIALS: 'E-Mail-Adresse und Passwort gehören nicht zusammen.',
    EMAIL_TAKEN: 'Mit dieser E-Mail-Adresse gibt es schon ein Konto.',
    INVALID_EMAIL: 'Das sieht nicht nach einer E-Mail-Adresse aus.',
    PASSWORD_TOO_WEAK: 'Dieses Passwort ist zu kurz oder zu leicht zu erraten. Nehmen Sie mindestens 8 Zeichen, die kein übliches Passwort sind.',
    TOO_MANY_ATTEMPTS: 'Zu viele Versuche. Bitte warten Sie ein wenig und versuchen Sie es dann noch einmal.',
    ID_TAKEN: 'Diese ID ist schon vergeben.',
    SLUG_TAKEN: 'Dieser Kurzname ist schon vergeben.',
    AGENT_CHANGED: 'Jemand anderes hat diesen Agenten inzwischen geändert.',
    AGENT_ARCHIVED: 'Dieser Agent ist archiviert. Holen Sie ihn zuerst zurück.',
    AGENT_VERSION_NOT_FOUND: 'Diese Version des Agenten gibt es nicht.',
    AGENT_NOT_FOUND: 'Diesen Agenten gibt es nicht mehr.',
    AGENT_NOT_PUBLISHED: 'Dieser Agent ist noch nicht veröffentlicht; niemand kann ihn anrufen.',
    ORGANIZATION_LIMIT: 'Sie besitzen so viele Unternehmen, wie eine Person haben darf.',
    ORGANIZATION_NOT_FOUND: 'Dieses Unternehmen gibt es nicht, oder Sie gehören nicht dazu.',
    MEMBER_NOT_FOUND: 'Diese Person gehört nicht mehr zum Unternehmen.',
    LAST_OWNER: 'Das Unternehmen gehört sonst niemandem. Machen Sie zuerst jemand anderen zum Inhaber, oder löschen Sie es.',
    LIMIT_REACHED: 'Ihr Tarif erlaubt davon nicht mehr.',
    ORGANIZATION_CLOSING: 'Dieses Unternehmen wird gelöscht und nimmt keine Anrufe mehr an.',
    CALL_NOT_FOUND: 'Diesen Anruf gibt es nicht.',
    SERVICE_ACCOUNT_NOT_FOUND: 'Dieses Dienstkonto gibt es nicht mehr.',
    API_KEY_NOT_FOUND: 'Diesen Schlüssel gibt es nicht.',
    NAME_TAKEN: 'Etwas mit diesem Namen gibt es schon.',
  },
};
