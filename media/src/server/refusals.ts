import type { PlanRefusal } from '@parley/media-contract';
import type { LineCloseCode } from '../call/line.js';
import type { WireFaultCode } from '../wire/codec.js';

/** A text that was not taken; the call goes on. */
export type TextRefusalCode = 'TEXT_FLOOD';
export const TEXT_FLOOD = { code: 'TEXT_FLOOD', message: 'Too many texts wait to be answered; this one was not taken.' } as const;

/** Why a socket was turned away or ended by us before its call was over. */
export type RefusalCode =
  | PlanRefusal | WireFaultCode | TextRefusalCode | 'PLAN_UNAVAILABLE' | 'START_TIMEOUT' | 'OPENING_TIMEOUT' | 'CALL_ALREADY_CONNECTED' | 'FLOOD' | 'TOO_MANY_FAULTS' | 'CALLS_MAX'
  | 'SHUTTING_DOWN' | 'INTERNAL_ERROR';

/** WebSocket close codes of a refusal; 4000-4999 are free for applications, the others are those of RFC 6455. */
const PROTOCOL_ERROR = 4400;
const REFUSALS: Readonly<Record<Exclude<RefusalCode, WireFaultCode | TextRefusalCode>, { readonly closeCode: number; readonly message: string }>> = {
  TOKEN_UNKNOWN: { closeCode: 4401, message: 'This call token is not known.' },
  TOKEN_USED: { closeCode: 4401, message: 'This call token has been used already; each is good for one connection.' },
  TOKEN_EXPIRED: { closeCode: 4401, message: 'This call token has expired; start another call.' },
  CALL_ENDED: { closeCode: 4410, message: 'This call has already ended.' },
  TRANSPORT_MISMATCH: { closeCode: 4415, message: 'This call was started for another transport than this socket.' },
  CONCURRENT_CALLS_LIMIT: { closeCode: 4430, message: 'All lines of this business are busy; try again later.' },
  USAGE_LIMIT: { closeCode: 4402, message: 'This business takes no more calls at present.' },
  ORGANIZATION_CLOSING: { closeCode: 4403, message: 'This business takes no calls any more.' },
  ORGANIZATION_SUSPENDED: { closeCode: 4403, message: 'This business takes no calls at present.' },
  PLAN_UNAVAILABLE: { closeCode: 4503, message: 'The call could not be looked up at this moment; try again.' },
  START_TIMEOUT: { closeCode: 4408, message: 'No start message came in time.' },
  OPENING_TIMEOUT: { closeCode: 4504, message: 'The call could not be opened in time.' },
  CALL_ALREADY_CONNECTED: { closeCode: 4409, message: 'This call is already connected by another socket.' },
  FLOOD: { closeCode: 4429, message: 'Audio kept coming far faster than real time.' },
  TOO_MANY_FAULTS: { closeCode: PROTOCOL_ERROR, message: 'Too many messages could not be read.' },
  CALLS_MAX: { closeCode: 1013, message: 'This server carries as many calls as it may; try another or later.' },
  SHUTTING_DOWN: { closeCode: 1001, message: 'This server is shutting down.' },
  INTERNAL_ERROR: { closeCode: 1011, message: 'The call ended by a fault of the server.' },
};

export interface Refusal {
  readonly code: RefusalCode;
  readonly closeCode: number;
  readonly message: string;
}

/** A code that is not known here (api may be newer) reads as `PLAN_UNAVAILABLE`. */
export function refusal(code: keyof typeof REFUSALS): Refusal {
  return Object.hasOwn(REFUSALS, code) ? { code, ...REFUSALS[code] } : { code: 'PLAN_UNAVAILABLE', ...REFUSALS.PLAN_UNAVAILABLE };
}

/** A message that cannot be read before the call has begun ends its socket. */
export function faultRefusal(code: WireFaultCode, message: string): Refusal {
  return { code, closeCode: PROTOCOL_ERROR, message };
}

/** How a call's own way to end becomes a WebSocket close code. */
export const LINE_CLOSE_CODES: Readonly<Record<LineCloseCode, number>> = {
  'ended': 1000, 'refused': 4403, 'protocol-error': PROTOCOL_ERROR, 'internal-error': 1011, 'shutdown': 1001,
};
