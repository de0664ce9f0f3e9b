import { createCount } from '../count.js';

/** A number with its noun: `1 Anruf`, `2.000 Anrufe`. */
export const count = createCount('de');
