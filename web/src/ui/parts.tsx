import { A } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { For, Show, type JSX, type ParentProps } from 'solid-js';
import { t } from '../i18n/index.js';

type Tone = 'neutral' | 'good' | 'warning' | 'danger';

const BADGES: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted', good: 'bg-accent-soft text-accent', warning: 'bg-warning-soft text-warning', danger: 'bg-danger-soft text-danger',
};

/** A word about the state of a thing. */
export function Badge(props: ParentProps<{ tone?: Tone }>) {
  return <span class={`inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${BADGES[props.tone ?? 'neutral']}`}>{props.children}</span>;
}

/** Something that must be known now, in place; announced when it appears. */
export function Notice(props: ParentProps<{ tone?: Exclude<Tone, 'good'>; title?: string; actions?: JSX.Element }>) {
  const colors = () => ({ neutral: 'border-line bg-sunken', warning: 'border-warning bg-warning-soft', danger: 'border-danger bg-danger-soft' })[props.tone ?? 'neutral'];
  return (
    <div role={props.tone === 'danger' ? 'alert' : 'status'} class={`rounded-lg border px-3.5 py-2.5 text-sm ${colors()}`}>
      <Show when={props.title}><p class="font-semibold">{props.title}</p></Show>
      <div>{props.children}</div>
      <Show when={props.actions}><div class="mt-2 flex flex-wrap gap-2">{props.actions}</div></Show>
    </div>
  );
}

/** What an empty list says, and the next step it offers. */
export function EmptyState(props: ParentProps<{ icon: JSX.Element; title: string; text: string }>) {
  return (
    <div class="card flex flex-col items-center gap-2 px-6 py-14 text-center">
      <span class="text-edge" aria-hidden="true">{props.icon}</span>
      <h2 class="text-lg font-semibold">{props.title}</h2>
      <p class="max-w-md text-muted">{props.text}</p>
      <div class="mt-3">{props.children}</div>
    </div>
  );
}

/** Grey bars where a list is coming. */
export function SkeletonRows(props: { rows?: number; class?: string }) {
  return (
    <div class="flex flex-col gap-3" role="status" aria-label={t().common.loading}>
      <For each={Array.from({ length: props.rows ?? 4 })}>{() => <div class={`skeleton ${props.class ?? 'h-14'}`} />}</For>
    </div>
  );
}

/** The heading of a page with what can be done there. */
export function PageHeading(props: ParentProps<{ title: string }>) {
  return (
    <header class="mb-5 flex flex-wrap items-center justify-between gap-3">
      <h1 class="text-2xl font-semibold tracking-tight">{props.title}</h1>
      <div class="flex flex-wrap items-center gap-2">{props.children}</div>
    </header>
  );
}

/** The way to the list that a page belongs to. */
export function BackLink(props: ParentProps<{ href: string; class?: string }>) {
  return <A href={props.href} class={`line-link -ml-1 gap-1 rounded px-1 text-sm text-muted hover:text-ink ${props.class ?? ''}`}><ArrowLeft size={14} aria-hidden="true" />{props.children}</A>;
}

/** A whole page whose answer did not come, with another try and a way out. */
export function FailedPage(props: { sentence: string; onRetry: () => void; back: JSX.Element }) {
  return <>{props.back}<PageHeading title={t().frame.failedTitle} /><FailedState sentence={props.sentence} onRetry={props.onRetry} /></>;
}

/** An answer that did not come, with another try. */
export function FailedState(props: { sentence: string; onRetry: () => void }) {
  return (
    <Notice tone="danger" actions={<button type="button" class="control rounded-lg border border-edge bg-surface px-3 font-medium" onClick={() => props.onRetry()}>{t().common.retry}</button>}>
      {props.sentence}
    </Notice>
  );
}
