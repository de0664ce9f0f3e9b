/** A thing that was opened: where it is, and what it was called then. */
export interface RecentPlace { readonly id: string; readonly kind: 'agent' | 'call'; readonly name: string; readonly href: string }

const PREFIX = 'parley.recent.';
const PLACES_MAX = 8;
const USED_MAX = 20;

interface Recent { readonly places: readonly RecentPlace[]; readonly used: readonly string[] }
const NOTHING: Recent = { places: [], used: [] };

/** Agents and calls that were opened, and actions that were used, newest first; of one organization, in this browser. */
export function readRecent(organizationId: string): Recent {
  try { return { ...NOTHING, ...JSON.parse(localStorage.getItem(PREFIX + organizationId) ?? '{}') as Partial<Recent> }; } catch { return NOTHING; }
}

function write(organizationId: string, recent: Recent): void {
  try { localStorage.setItem(PREFIX + organizationId, JSON.stringify(recent)); } catch { /* Then nothing is remembered. */ }
}

export function rememberPlace(organizationId: string, place: RecentPlace): void {
  const recent = readRecent(organizationId);
  write(organizationId, { ...recent, places: [place, ...recent.places.filter(({ id }) => id !== place.id)].slice(0, PLACES_MAX) });
}

export function rememberUse(organizationId: string, actionId: string): void {
  const recent = readRecent(organizationId);
  write(organizationId, { ...recent, used: [actionId, ...recent.used.filter((id) => id !== actionId)].slice(0, USED_MAX) });
}

/** Forgets all of it: names of agents are not for whoever uses this browser next. */
export function forgetRecent(): void {
  try { for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) localStorage.removeItem(key); } catch { /* Nothing was kept. */ }
}
