import { locale } from './locale.js';

const made = new Map<string, unknown>();

/** A formatter of `Intl` that is made once for each language: making one takes longer than a hundred uses of it. */
function once<Formatter>(name: string, make: (tag: string) => Formatter): Formatter {
  const key = `${locale()} ${name}`;
  const formatter = made.get(key) as Formatter | undefined ?? make(locale());
  made.set(key, formatter);
  return formatter;
}

/** `3 Mar 2026, 09:30`, in the time zone of the browser. */
export function formatMoment(iso: string): string {
  return once('moment', (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })).format(new Date(iso));
}

/** `3 Mar 2026`. */
export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(iso));
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];

/** `5 minutes ago`, up to a week; then the date. */
export function formatAgo(iso: string, nowMs = Date.now()): string {
  const passedMs = new Date(iso).getTime() - nowMs;
  if (Math.abs(passedMs) > 7 * 86_400_000) return formatDate(iso);
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const [unit, lengthMs] = UNITS.find(([, candidateMs]) => Math.abs(passedMs) >= candidateMs) ?? ['second', 1_000];
  return format.format(Math.trunc(passedMs / lengthMs), unit);
}

/** A position or length, as players show it: `0:07`, `12:34`, `1:02:03`. */
export function formatClock(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A short time: `640ms`, `1.24s`. */
export function formatShort(durationMs: number): string {
  const [value, unit, digits] = durationMs < 1_000 ? [Math.round(durationMs), 'millisecond', 0] as const : [durationMs / 1_000, 'second', 2] as const;
  return once(unit, (tag) => new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: digits })).format(value);
}

/** Money of the contract, a decimal string; up to four places, because calls cost little. */
export function formatMoney(amount: string, currency: string): string {
  return once(currency, (tag) => new Intl.NumberFormat(tag, { style: 'currency', currency, maximumFractionDigits: 4 })).format(Number(amount));
}

/** A language by its name: `English (United Kingdom)`. */
export function languageName(tag: string): string {
  try { return new Intl.DisplayNames(locale(), { type: 'language' }).of(tag) ?? tag; } catch { return tag; }
}

/** A time of today, to the second: `14:03:20`. */
export function formatTime(atMs: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' }).format(atMs);
}

/** A number as the language writes it: `2,000`. */
export function formatNumber(value: number): string {
  return once('number', (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })).format(value);
}

/** A large number in few characters: `1.2K`, `50M`. */
export function formatCompact(value: number): string {
  return once('compact', (tag) => new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })).format(value);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size of files: `1.5 GB`, in steps of a thousand as makers of disks count. */
export function formatBytes(bytes: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = BYTE_UNITS[step]!;
  return once(unit, (tag) => new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 })).format(bytes / 1_000 ** step);
}

/** A part of a whole, 0 to 1: `92.5%`. */
export function formatPercent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 }).format(share);
}
