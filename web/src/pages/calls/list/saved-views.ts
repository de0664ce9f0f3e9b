import { createSignal } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { readListQuery, writeListQuery } from './filters.js';

/** A list under a name: what stands behind the question mark of its address. */
export interface SavedView { readonly name: string; readonly query: string }

const KEY = 'parley.calls.views';
const VIEWS_MAX = 30;
export const VIEW_NAME_MAX = 60;

/** What most people look for first. */
export const standardViews = (): readonly SavedView[] => [
  { name: t().calls.views.running, query: 'status=ACTIVE' },
  { name: t().calls.views.today, query: 'startedFrom=-24h' },
  { name: t().calls.views.slow, query: 'startedFrom=-7d&responseMinMs=1500&orderBy=RESPONSE_DESC' },
  { name: t().calls.views.interrupted, query: 'startedFrom=-7d&isInterrupted=true' },
  { name: t().calls.views.failed, query: 'startedFrom=-7d&endedCodes=CONNECTION_LOST,PROVIDERS_DOWN,MEDIA_LOST,SHUTDOWN,PROTOCOL_ERROR,INTERNAL_ERROR' },
].map(({ name, query }) => ({ name, query: writeListQuery(readListQuery(query)) }));

/** Views as they were kept; whatever else is there is left out. */
export function readViews(text: string | null): SavedView[] {
  let kept: unknown;
  try { kept = JSON.parse(text ?? '[]'); } catch { return []; }
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((view: unknown) => {
    const { name, query } = (view ?? {}) as Partial<SavedView>;
    return typeof name === 'string' && typeof query === 'string' && name.trim() !== '' ? [{ name: name.slice(0, VIEW_NAME_MAX), query: writeListQuery(readListQuery(query)) }] : [];
  }).slice(0, VIEWS_MAX);
}

function readKept(): SavedView[] {
  try { return readViews(localStorage.getItem(KEY)); } catch { return []; }
}

const [savedViews, setViews] = createSignal<readonly SavedView[]>(readKept());

export { savedViews };

function keep(views: readonly SavedView[]): void {
  setViews(views);
  try { localStorage.setItem(KEY, JSON.stringify(views)); } catch { /* They then hold for this visit. */ }
}

/** Keeps a list under a name, in this browser; the same name again replaces it. False where there are too many. */
export function saveView(name: string, query: string): boolean {
  const others = savedViews().filter((view) => view.name !== name);
  if (others.length >= VIEWS_MAX) return false;
  keep([...others, { name, query }]);
  return true;
}

export function removeView(name: string): void {
  keep(savedViews().filter((view) => view.name !== name));
}
