const plural = new Intl.PluralRules('en');

/** A number with its noun: `1 call`, `2,000 calls`. */
export const count = (value: number, one: string, other: string): string => `${value.toLocaleString('en')} ${plural.select(value) === 'one' ? one : other}`;
