/** A readable part of an address: `Müller & Söhne` -> `muller-sohne`; `fallback` where nothing can be read. */
export function slugOf(name: string, fallback = 'agent'): string {
  const slug = name.normalize('NFKD').replace(/\p{Mark}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40).replace(/-+$/, '');
  return slug === '' ? fallback : slug;
}

/** The address of a new organization: readable, and nobody else's. */
export const organizationSlug = (organizationName: string, id: string) => `${slugOf(organizationName, 'organization')}-${id.slice(-6)}`;
