import { For, Show } from 'solid-js';
import { formatAgo } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Badge, Notice } from '../../../ui/parts.js';
import type { ConnectionFields, ProblemFields } from './connection-documents.js';

const TONES = { ACTIVE: 'good', INACTIVE: 'neutral', ERROR: 'danger', PENDING_APPROVAL: 'warning' } as const;

/** Whether calls use a connection, in a word. */
export function StatusBadge(props: { connection: Pick<ConnectionFields, 'status' | 'lastError'> }) {
  const isUnsure = () => props.connection.status === 'ACTIVE' && props.connection.lastError !== null;
  return <Badge tone={isUnsure() ? 'warning' : TONES[props.connection.status]}>{isUnsure() ? t().connections.unsure : t().connections.states[props.connection.status]}</Badge>;
}

/** What went wrong at a provider: in plain words, in its own, and what helps. */
export function ProblemNotice(props: { problem: ProblemFields; isAnnounced?: boolean }) {
  const words = () => t().connections.causes[props.problem.cause];
  const text = () => (
    <>
      <p class="font-semibold">{words().title}</p>
      <p class="mt-0.5">{words().remedy}</p>
      <p class="mt-1.5 text-muted">{t().connections.itSaid} <q lang="en" class="font-mono text-xs break-words text-ink">{props.problem.message}</q> <span class="whitespace-nowrap">· {t().connections.failedAt(formatAgo(props.problem.at))}</span></p>
    </>
  );
  return <Show when={props.isAnnounced} fallback={<div class="rounded-lg border border-danger bg-danger-soft px-3.5 py-2.5 text-sm">{text()}</div>}><Notice tone="danger">{text()}</Notice></Show>;
}

/** Words of a manifest, which are English, with what stands in backticks as code. What is called something else on the page, by `names`, is called that. */
export function Prose(props: { text: string; names?: Readonly<Record<string, string>> }) {
  const named = (part: string) => (props.names && Object.hasOwn(props.names, part) ? props.names[part] : undefined);
  const code = (part: string) => <Show when={named(part)} fallback={<code class="rounded bg-sunken px-1 font-mono text-[0.9em] break-words">{part}</code>}>{(name) => <em class="font-medium not-italic">“{name()}”</em>}</Show>;
  return <span lang="en"><For each={props.text.split('`')}>{(part, index) => <Show when={index() % 2 === 1} fallback={part}>{code(part)}</Show>}</For></span>;
}
