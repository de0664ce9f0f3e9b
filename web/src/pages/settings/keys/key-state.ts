import type { ApiKeyFields } from './api-key-documents.js';

/** An end that comes within this is told. */
const SOON_MS = 14 * 86_400_000;

export type KeyState = 'works' | 'ending' | 'expired' | 'revoked';

/** How a key is at a moment. */
export function keyState({ revokedAt, expiresAt }: Pick<ApiKeyFields, 'revokedAt' | 'expiresAt'>, nowMs: number): KeyState {
  if (revokedAt) return 'revoked';
  if (!expiresAt) return 'works';
  const leftMs = Date.parse(expiresAt) - nowMs;
  if (leftMs <= 0) return 'expired';
  return leftMs <= SOON_MS ? 'ending' : 'works';
}

/** Lines of networks as somebody writes them, one a line or with commas between. */
export const networksOf = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

const DAY_MS = 86_400_000;
export const LIFETIMES = ['30', '90', '365', 'never', 'date'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

/** When a key ends: after so many days, at the end of a day that was chosen, or never. */
export function expiryOf(lifetime: Lifetime, date: string, nowMs: number): string | null {
  if (lifetime === 'never') return null;
  if (lifetime === 'date') return new Date(`${date}T23:59:59`).toISOString();
  return new Date(nowMs + Number(lifetime) * DAY_MS).toISOString();
}
