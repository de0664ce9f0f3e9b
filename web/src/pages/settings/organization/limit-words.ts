import { formatBytes, formatCompact } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import type { LimitsFields } from './organization-documents.js';

export const LIMIT_NAMES = ['seats', 'concurrentCalls', 'minutesPerMonth', 'tokensPerMonth', 'storageBytes'] as const satisfies readonly (keyof LimitsFields)[];

/** `12 of 50`, `1.2 GB of 5 GB`, `12, no limit`. */
export function usedText(name: (typeof LIMIT_NAMES)[number], { used, max }: { used: number; max: number | null }): string {
  const format = name === 'storageBytes' ? formatBytes : formatCompact;
  return max === null ? t().limits.unlimited(format(used)) : t().limits.usedOf(format(used), format(max));
}
