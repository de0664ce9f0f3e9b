import type { Messages } from '../index.js';

export const common: Messages['common'] = {
  save: 'Speichern', cancel: 'Abbrechen', close: 'Schließen', retry: 'Noch einmal versuchen', loading: 'Wird geladen', remove: 'Entfernen', optional: 'freiwillig', dismiss: 'Ausblenden',
  previous: 'Neuere', next: 'Ältere', copied: 'Kopiert', none: 'Keine', skip: 'Zum Inhalt springen', ok: 'OK', refresh: 'Aktualisieren', back: 'Zurück', further: 'Weiter', copy: 'Kopieren', undo: 'Rückgängig',
};
