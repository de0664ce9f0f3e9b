import type { Messages } from '../index.js';

export const members: Messages['members'] = {
  intro: 'Wer sich bei diesem Unternehmen anmelden kann.', columns: { name: 'Name', role: 'Rolle', joined: 'Dabei seit' }, you: 'Sie', pages: 'Seiten',
};
