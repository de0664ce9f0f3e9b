import type { ProviderUsage } from '@parley/plugin-sdk';
import type { PluginKindManifest } from '@parley/plugin-sdk/manifest';

export type Prices = PluginKindManifest['prices'];

const MICRO_PER_USD = 1_000_000n;
const MS_PER_MINUTE = 60_000n;

/** Decimal text as an integer and the power of ten it was multiplied by. */
function exact(decimal: string): { readonly digits: bigint; readonly scale: bigint } {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return { digits: BigInt(whole + fraction), scale: 10n ** BigInt(fraction.length) };
}

/** What is counted for a unit, as a whole number (audio in milliseconds); undefined where the usage does not say. */
function countOf(unit: Prices[number]['unit'], usage: ProviderUsage, hasCachedPrice: boolean): number | undefined {
  switch (unit) {
    case 'audio-minute': return usage.audioMs;
    case 'character': return usage.characters;
    case 'cached-input-token': return usage.cachedInputTokens;
    case 'output-token': return usage.outputTokens;
    case 'request': return usage.requests;
    // `inputTokens` is the total; cached tokens are taken out of it only where they have a price of their own.
    case 'input-token': return usage.inputTokens === undefined ? undefined : usage.inputTokens - (hasCachedPrice ? usage.cachedInputTokens ?? 0 : 0);
  }
}

/**
 * The price of one request in whole micro-dollars. All lines are added as exact fractions and the sum is rounded once,
 * half up; counts that are not whole (milliseconds of audio) are rounded half up before. The first price of a unit
 * counts. Undefined where no priced unit is in the usage.
 */
export function costMicroUsd(usage: ProviderUsage, prices: Prices): number | undefined {
  const hasCachedPrice = prices.some((price) => price.unit === 'cached-input-token');
  const seen = new Set<string>();
  let numerator = 0n;
  let denominator = 1n;
  for (const price of prices) {
    if (seen.has(price.unit)) continue;
    const count = countOf(price.unit, usage, hasCachedPrice);
    if (count === undefined || !Number.isFinite(count)) continue;
    seen.add(price.unit);
    const { digits, scale } = exact(price.usd);
    const lineNumerator = BigInt(Math.max(0, Math.round(count))) * digits * MICRO_PER_USD;
    const lineDenominator = scale * BigInt(price.per) * (price.unit === 'audio-minute' ? MS_PER_MINUTE : 1n);
    numerator = numerator * lineDenominator + lineNumerator * denominator;
    denominator *= lineDenominator;
  }
  return seen.size === 0 ? undefined : Number((2n * numerator + denominator) / (2n * denominator));
}
