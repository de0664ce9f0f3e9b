import { endedSentence } from '../../../i18n/ended-reason.js';
import { locale, t } from '../../../i18n/index.js';
import { formatMoment, formatNumber, formatShort } from '../../../i18n/format.js';
import type { FilterName, Filters } from './filters.js';

/** What a list is narrowed by, as people think of it: two ends of a range are one thing. */
export const CHIPS = {
  status: ['status'], agent: ['agentId'], started: ['startedFrom', 'startedBefore'], ended: ['endedCodes'], transport: ['transport'], answered: ['isAnswered'],
  interrupted: ['isInterrupted'], duration: ['durationMinMs', 'durationMaxMs'], response: ['responseMinMs'], recording: ['hasRecording'],
} as const satisfies Record<string, readonly FilterName[]>;

export type ChipKind = keyof typeof CHIPS;
export const CHIP_KINDS = Object.keys(CHIPS) as ChipKind[];

/** The kinds that these filters use, in their order. */
export const activeChips = (filters: Filters): ChipKind[] => CHIP_KINDS.filter((kind) => CHIPS[kind].some((name) => filters[name] !== undefined));

const UNITS = { m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;

/** A moment of the address in words: `24 hours` for a relative one, else its date. */
export function whileAgo(text: string): string | undefined {
  const [, amount, unit] = /^-(\d+)([mhdw])$/.exec(text) ?? [];
  return amount && unit ? new Intl.NumberFormat(locale(), { style: 'unit', unit: UNITS[unit as keyof typeof UNITS], unitDisplay: 'long' }).format(Number(amount)) : undefined;
}

function startedText(from: string | undefined, before: string | undefined): string {
  const words = t().calls.chips;
  const ago = from && !before ? whileAgo(from) : undefined;
  if (ago) return words.last(ago);
  const moment = (text: string) => { const past = whileAgo(text); return past ? words.ago(past) : formatMoment(text); };
  if (from && before) return words.between(moment(from), moment(before));
  return from ? words.since(moment(from)) : words.before(moment(before ?? ''));
}

function durationText(min: string | undefined, max: string | undefined): string {
  const words = t().calls.chips;
  const seconds = (text: string) => formatShort(Number(text));
  if (min && max) return words.between(seconds(min), seconds(max));
  return min ? words.atLeast(seconds(min)) : words.atMost(seconds(max ?? ''));
}

/** What a chip says about its values; `agentName` names an agent by its id. */
export function chipText(kind: ChipKind, filters: Filters, agentName: (id: string) => string | undefined): string {
  const words = t().calls;
  const yesOrNo = (text: string | undefined) => (text === 'true' ? words.chips.yes : words.chips.no);
  switch (kind) {
    case 'status': return words.status[filters.status as keyof typeof words.status];
    case 'transport': return words.transport[filters.transport as keyof typeof words.transport];
    case 'agent': return agentName(filters.agentId ?? '') ?? words.chips.oneAgent;
    case 'started': return startedText(filters.startedFrom, filters.startedBefore);
    case 'ended': {
      const codes = filters.endedCodes?.split(',') ?? [];
      return codes.length === 1 ? endedSentence({ code: codes[0]!, text: '' }) : words.chips.ways(codes.length);
    }
    case 'answered': return yesOrNo(filters.isAnswered);
    case 'interrupted': return yesOrNo(filters.isInterrupted);
    case 'recording': return yesOrNo(filters.hasRecording);
    case 'duration': return durationText(filters.durationMinMs, filters.durationMaxMs);
    case 'response': return words.chips.atLeast(Number(filters.responseMinMs) >= 60_000 ? formatNumber(Number(filters.responseMinMs)) : formatShort(Number(filters.responseMinMs)));
  }
}
