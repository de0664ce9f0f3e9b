import type { CatalogEntry } from '@parley/plugin-host';
import { CONNECTABLE_KINDS, type ConnectableKind } from '../../connections/requests.js';
import type { App } from '../../context.js';
import { requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { kindOf } from './connection-input.js';

type KindManifest = NonNullable<NonNullable<CatalogEntry['manifest']>['kinds'][ConnectableKind]>;

export interface OfferedKind { readonly kind: ConnectableKind; readonly declared: KindManifest }
export interface CatalogSearch { readonly search?: string | null | undefined; readonly kind?: string | null | undefined; readonly language?: string | null | undefined; readonly quality?: NonNullable<CatalogEntry['quality']> | null | undefined }

/** Languages in the abilities of a kind; none where it does not say. */
export function languagesOf({ abilities }: KindManifest): readonly string[] {
  const { languages } = abilities as { readonly languages?: unknown };
  return Array.isArray(languages) ? languages.filter((tag) => typeof tag === 'string') : [];
}

/** From the lowest; one without an award is below all. */
const LEVELS = ['bronze', 'silver', 'gold'] as const;
const rankOf = (level: CatalogEntry['quality']): number => (level === undefined ? -1 : LEVELS.indexOf(level));

const baseOf = (tag: string) => tag.toLowerCase().split('-')[0];
/** A provider that says nothing of languages (it decides who speaks, or finds texts) serves all. */
const speaks = (declared: KindManifest, wanted: string | undefined) => {
  const languages = languagesOf(declared);
  return wanted === undefined || languages.length === 0 || languages.includes('*') || languages.some((tag) => baseOf(tag) === baseOf(wanted));
};

/** Plugins that can be used now, each with what it offers of what is looked for; by their names. */
export function searchCatalog({ catalog }: App, { search, kind, language, quality }: CatalogSearch): { entry: CatalogEntry; kinds: OfferedKind[] }[] {
  const words = search?.trim().toLowerCase() ?? '';
  if (words.length > LIMITS.searchTextCharactersMax) throw requestError('INVALID_INPUT', `\`search\` has at most ${LIMITS.searchTextCharactersMax} characters.`);
  const isLike = ({ id, title, manifest }: CatalogEntry, kinds: readonly OfferedKind[]) => [id, title, manifest?.description ?? '', ...kinds.flatMap(({ declared }) => [declared.title, declared.description])].some((text) => text.toLowerCase().includes(words));
  return catalog.list().filter((entry) => entry.state === 'ENABLED' && (!quality || rankOf(entry.quality) >= rankOf(quality)))
    .map((entry) => ({ entry, kinds: CONNECTABLE_KINDS.flatMap((each) => { const declared = entry.manifest?.kinds[each]; return declared && (!kind || kindOf(kind) === each) && speaks(declared, language ?? undefined) ? [{ kind: each, declared }] : []; }) }))
    .filter(({ entry, kinds }) => kinds.length > 0 && isLike(entry, kinds))
    .sort((one, other) => one.entry.title.localeCompare(other.entry.title, 'en'));
}
