const LENGTH_MAX = 60;

/** The short name that a name suggests: `Müller & Söhne` -> `muller-sohne`; empty where nothing can be read. */
export function slugFrom(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{Mark}/gu, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, LENGTH_MAX).replace(/-$/, '');
}
