export const QUALITY_LEVELS = ['bronze', 'silver', 'gold'] as const;

/**
 * What a report has found of a package. No manifest holds it: nobody awards it to himself.
 *
 * - `bronze` every rule of the contracts of its kinds that it was held to
 * - `silver` its vendor's failures are told as what they are and keep the secret, and its first results come soon
 * - `gold` real speech is understood, it waits for slow readers, and it blocks nobody
 */
export type QualityLevel = (typeof QUALITY_LEVELS)[number];
