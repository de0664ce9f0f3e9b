import type { Messages } from '../index.js';
import { count } from './count.js';

export const palette: Messages['palette'] = {
  title: 'Suchen und Befehle', placeholder: 'Suchen oder Befehl geben', open: 'Suchen', results: 'Treffer', count: (value) => count(value, 'Treffer', 'Treffer'),
  nothing: (question) => `Nichts heißt „${question}“.`, callOf: (caller, agent) => `${caller} mit ${agent}`, said: (words) => `Anrufe, in denen „${words}“ gesagt wurde`,
  groups: { here: 'Auf dieser Seite', recent: 'Zuletzt geöffnet', go: 'Gehe zu', agents: 'Agenten', calls: 'Anrufe', said: 'Was gesagt wurde', pages: 'Einstellungen', settings: 'Allgemein' },
  kinds: { agent: 'Agent', call: 'Anruf' }, theme: (name) => `Darstellung: ${name}`, language: (name) => `Sprache: ${name}`,
};

export const shortcuts: Messages['shortcuts'] = {
  title: 'Tastenkürzel', hint: 'Tasten, die nebeneinander stehen, werden nacheinander gedrückt. Während Sie in ein Feld schreiben, ruhen sie.', off: 'Einzelne Tasten sind ausgeschaltet; die mit Strg oder Command gelten weiter.',
  switchOff: 'Ausschalten', switchOn: 'Einschalten', undo: 'Letzte Änderung rückgängig machen', control: 'Strg',
};
