import { createQuery } from '@urql/solid';
import { createMemo } from 'solid-js';
import { may } from '../../../api/may.js';
import { formatMoney } from '../../../i18n/format.js';
import { connectionSpendQuery, type SpendFields } from './connection-documents.js';

const DAYS = 30;
const DAY_MS = 86_400_000;

/** What connections cost in the last 30 days, for those who may see it; beginning with a whole day, so that the same is asked again. */
export function createSpend(connectionIds: () => readonly string[]) {
  const from = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - (DAYS - 1) * DAY_MS).toISOString();
  const [result] = createQuery({ query: connectionSpendQuery, variables: () => ({ from, connectionIds: [...connectionIds()] }), pause: () => !may('usage:read') || connectionIds().length === 0 });
  const byId = createMemo(() => new Map(result.data?.usage.groups.map(({ connectionId, totals }) => [connectionId, totals]) ?? []));
  return (id: string): SpendFields | undefined => byId().get(id);
}

/** The cost in words; undefined where no price is known, or nothing was used. */
export function costOf(spend: SpendFields | undefined): string | undefined {
  if (!spend || spend.unpricedRequests >= spend.requests) return undefined;
  const { amount, currency } = spend.cost;
  // Parts of a cent say something in small sums alone.
  return formatMoney(Number(amount) >= 1 ? Number(amount).toFixed(2) : amount, currency);
}
