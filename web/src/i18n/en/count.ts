import { createCount } from '../count.js';

/** A number with its noun: `1 call`, `2,000 calls`. */
export const count = createCount('en');
