import type { VariablesOf } from '../../../api/graphql.js';
import type { callsQuery } from './list-documents.js';

type Variables = VariablesOf<typeof callsQuery>;
export type CallWhere = NonNullable<Variables['where']>;
export type CallOrder = NonNullable<Variables['orderBy']>;

export const STATUSES = ['CREATED', 'ACTIVE', 'ENDED'] as const;
export const TRANSPORTS = ['BROWSER', 'TWILIO'] as const;
export const ENDED_CODES = [
  'HUNG_UP', 'GOODBYE', 'CALLER_SILENT', 'ENDED_BY_OPERATOR', 'DURATION_LIMIT', 'HOLD_LIMIT', 'CONNECTION_LOST', 'NEVER_CONNECTED', 'PROVIDERS_DOWN', 'MEDIA_LOST', 'SHUTDOWN', 'PROTOCOL_ERROR', 'INTERNAL_ERROR',
] as const;
export const ORDERS = ['STARTED_DESC', 'STARTED_ASC', 'DURATION_DESC', 'COST_DESC', 'RESPONSE_DESC'] as const satisfies readonly CallOrder[];
const ORDER_DEFAULT: CallOrder = 'STARTED_DESC';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;
const NUMBER_MAX = 2_147_483_647;
export const TEXT_CHARACTERS_MIN = 2;
export const TEXT_CHARACTERS_MAX = 100;

/** The value as the address carries it, tidied; undefined where it means nothing. */
type Check = (text: string) => string | undefined;

const oneOf = (values: readonly string[]): Check => (text) => values.find((value) => value === text);
const yesOrNo = oneOf(['true', 'false']);
const wholeNumber: Check = (text) => (/^\d{1,10}$/.test(text) && Number(text) <= NUMBER_MAX ? String(Number(text)) : undefined);

/** A moment, RFC 3339, or a while ago: `-24h`. */
const moment: Check = (text) => {
  if (/^-[1-9]\d{0,4}[mhdw]$/.test(text)) return text;
  return /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
};

const endedCodes: Check = (text) => {
  const known = text.split(',').filter((code) => ENDED_CODES.some((candidate) => candidate === code));
  return known.length > 0 ? [...new Set(known)].join(',') : undefined;
};

const words: Check = (text) => {
  const trimmed = text.trim();
  return trimmed.length >= TEXT_CHARACTERS_MIN && trimmed.length <= TEXT_CHARACTERS_MAX ? trimmed : undefined;
};

/** Every condition of the address, by the name that it has in `CallWhere`. */
const CHECKS = {
  status: oneOf(STATUSES), transport: oneOf(TRANSPORTS), agentId: (text) => (/^agt_\w{1,30}$/.test(text) ? text : undefined),
  startedFrom: moment, startedBefore: moment, endedCodes, isAnswered: yesOrNo, isInterrupted: yesOrNo,
  durationMinMs: wholeNumber, durationMaxMs: wholeNumber, responseMinMs: wholeNumber, hasRecording: yesOrNo, text: words,
} satisfies Record<keyof CallWhere, Check>;

export type FilterName = keyof typeof CHECKS;
/** Conditions as text, just as the address has them. */
export type Filters = { readonly [Name in FilterName]?: string };

const FILTER_NAMES = Object.keys(CHECKS) as FilterName[];
/** Names that mean something to the page or the frame, and are no conditions. */
const OTHER_NAMES = ['peek', 'locale'];

export interface ListQuery {
  readonly filters: Filters;
  readonly orderBy: CallOrder;
}

/** What an address asks for. What is unknown or makes no sense is left out, and named in `ignored`. */
export function readListQuery(search: string): ListQuery & { readonly ignored: readonly string[] } {
  const given = new URLSearchParams(search);
  const filters: { [Name in FilterName]?: string } = {};
  const ignored: string[] = [];
  let orderBy = ORDER_DEFAULT;
  for (const [name, text] of given) {
    if (text === '' || OTHER_NAMES.includes(name)) continue;
    const check = FILTER_NAMES.find((known) => known === name);
    const value = check && filters[check] === undefined ? CHECKS[check](text) : undefined;
    const order = name === 'orderBy' ? ORDERS.find((candidate) => candidate === text) : undefined;
    if (check && value !== undefined) filters[check] = value;
    else if (order) orderBy = order;
    else ignored.push(`${name}=${text.slice(0, 40)}`);
  }
  return { filters, orderBy, ignored };
}

/** The address's part behind the question mark, always in the same order; empty where all calls are shown, newest first. */
export function writeListQuery({ filters, orderBy }: ListQuery): string {
  const search = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    const value = filters[name];
    if (value) search.set(name, value);
  }
  if (orderBy !== ORDER_DEFAULT) search.set('orderBy', orderBy);
  // Commas and colons are legible in an address, and stand for themselves there.
  return search.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** The moment that a text of the address means. */
export function momentOf(text: string, nowMs: number): Date {
  const [, amount, unit] = /^-(\d+)([mhdw])$/.exec(text) ?? [];
  return amount && unit ? new Date(nowMs - Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]) : new Date(text);
}

/** The conditions as the api takes them; what is relative counts back from `nowMs`. */
export function whereOf(filters: Filters, nowMs: number): CallWhere | null {
  const { startedFrom, startedBefore, durationMinMs, durationMaxMs, responseMinMs, isAnswered, isInterrupted, hasRecording, ...texts } = filters;
  const where = {
    ...texts,
    ...(texts.endedCodes ? { endedCodes: texts.endedCodes.split(',') } : {}),
    ...Object.fromEntries(Object.entries({ startedFrom, startedBefore }).flatMap(([name, text]) => (text ? [[name, momentOf(text, nowMs).toISOString()]] : []))),
    ...Object.fromEntries(Object.entries({ durationMinMs, durationMaxMs, responseMinMs }).flatMap(([name, text]) => (text ? [[name, Number(text)]] : []))),
    ...Object.fromEntries(Object.entries({ isAnswered, isInterrupted, hasRecording }).flatMap(([name, text]) => (text ? [[name, text === 'true']] : []))),
  };
  return Object.keys(where).length > 0 ? where as CallWhere : null;
}

/** Filters with some of them changed; undefined takes one away. */
export function changeFilters(filters: Filters, changes: { readonly [Name in FilterName]?: string | undefined }): Filters {
  return Object.fromEntries(Object.entries({ ...filters, ...changes }).filter(([, value]) => value !== undefined && value !== '')) as Filters;
}
