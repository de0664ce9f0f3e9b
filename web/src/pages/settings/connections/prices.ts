import { formatCompact, formatDate, formatMoney } from '../../../i18n/format.js';
import { t, type Messages } from '../../../i18n/index.js';
import type { OfferKindFields } from './connection-documents.js';

type Price = OfferKindFields['prices'][number];
type Unit = keyof Messages['connections']['units'];

/** A list price in words: `$0.40 for 1M tokens read`; a unit that is newer than this page keeps its name. */
export function priceWords({ unit, usd, per }: Price): string {
  const words = t().connections;
  const amount = formatMoney(usd, 'USD');
  const known = unit in words.units;
  if (per === 1) return words.priceOne(amount, known ? words.unitsOne[unit as Unit] : unit);
  return words.price(amount, formatCompact(per), known ? words.units[unit as Unit] : unit);
}

/** Where the price was read, and when. */
export const priceSource = ({ asOf, source }: Price): string => `${t().connections.asOf(formatDate(asOf))} (${source})`;
