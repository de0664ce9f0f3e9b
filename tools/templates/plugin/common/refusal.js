// What the vendor answers instead of what was asked for, in causes that hold for every vendor.
import { causeOfStatus, refusedBy } from '@parley/plugin-sdk';

/** `secret` is taken out of the vendor's words, wherever it stands in them. */
export function refusal({ text, status, headers }, secret) {
  return refusedBy({ cause: causeOfStatus(status), words: text, status, headers, secret });
}
