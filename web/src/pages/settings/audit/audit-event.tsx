import { A } from '@solidjs/router';
import Bot from 'lucide-solid/icons/bot';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import Copy from 'lucide-solid/icons/copy';
import { createSignal, For, Match, Show, Switch, type JSX, type ParentProps } from 'solid-js';
import { formatMoment } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Avatar } from '../../../ui/avatar.js';
import { buttonClass, IconButton } from '../../../ui/button.js';
import { copyText } from '../../../ui/copy.js';
import { TextChange } from '../../agents/compare/text-change.js';
import type { AuditEventFields } from './audit-documents.js';
import { auditHref, type AuditFilters } from './audit-filters.js';
import { actionWords, actorText, changeKind, toldChanges, valueText } from './audit-words.js';

type Change = AuditEventFields['changes'][number];

function Value(props: { change: Change; side: 'before' | 'after' }) {
  const isBefore = () => props.side === 'before';
  return (
    <div class="min-w-0">
      <p class="sr-only">{isBefore() ? t().audit.before : t().audit.after}</p>
      <p class={`max-h-60 overflow-auto rounded-md border-l-2 px-2.5 py-1 font-mono text-xs leading-5 break-words whitespace-pre-wrap ${isBefore() ? 'border-danger bg-danger-soft' : 'border-accent bg-accent-soft'}`}>{valueText(props.change[props.side])}</p>
    </div>
  );
}

function ChangeView(props: { change: Change }) {
  const kind = () => changeKind(props.change);
  return (
    <div class="grid gap-x-5 gap-y-1 py-2 first:pt-0 last:pb-0 md:grid-cols-[10rem_minmax(0,1fr)]">
      <dt class="pt-0.5 font-mono text-xs break-words text-muted">{props.change.field}</dt>
      <dd class="min-w-0">
        <Switch>
          <Match when={kind() === 'text'}><TextChange before={valueText(props.change.before)} after={valueText(props.change.after)} /></Match>
          <Match when={kind() === 'value'}><div class="grid gap-1.5 sm:grid-cols-2"><Value change={props.change} side="before" /><Value change={props.change} side="after" /></div></Match>
          <Match when={kind() === 'came'}><Value change={props.change} side="after" /></Match>
          <Match when={kind() === 'went'}><Value change={props.change} side="before" /></Match>
        </Switch>
      </dd>
    </div>
  );
}

function Fact(props: ParentProps<{ name: string; copied?: string }>) {
  return (
    <div class="min-w-0">
      <dt class="text-xs text-muted">{props.name}</dt>
      <dd class="flex items-center gap-1 font-mono text-xs"><span class="min-w-0 truncate">{props.children}</span><Show when={props.copied}>{(text) => <IconButton label={t().audit.copy(props.name)} class="-my-2 shrink-0 lg:min-h-7!" onClick={() => { void copyText(text()); }}><Copy size={13} aria-hidden="true" /></IconButton>}</Show></dd>
    </div>
  );
}

function Details(props: { event: AuditEventFields; filters: AuditFilters; target: string | undefined }) {
  const words = () => t().audit;
  const changes = () => toldChanges(props.event.changes);
  const link = (filters: AuditFilters, name: string): JSX.Element => <A class={buttonClass('plain', 'px-2.5 text-sm')} href={auditHref({ ...props.filters, ...filters })}>{name}</A>;
  return (
    <div class="flex flex-col gap-4 border-t border-line bg-canvas px-4 py-4 sm:px-5">
      <Show when={changes().length > 0} fallback={<p class="text-sm text-muted">{words().noChanges}</p>}>
        <dl class="divide-y divide-line" aria-label={words().changes}><For each={changes()}>{(change) => <ChangeView change={change} />}</For></dl>
      </Show>
      <dl class="grid grid-cols-2 gap-x-5 gap-y-2 border-t border-line pt-3 sm:grid-cols-4">
        <Fact name={words().event}>#{props.event.seq}</Fact>
        <Show when={props.event.address}>{(address) => <Fact name={words().address}>{address()}</Fact>}</Show>
        <Fact name={words().id} copied={props.event.targetId}>{props.event.targetId}</Fact>
        <Show when={props.event.requestId}>{(id) => <Fact name={words().request} copied={id()}>{id()}</Fact>}</Show>
        <Fact name={words().hash} copied={props.event.hash}>{props.event.hash}</Fact>
      </dl>
      <div class="flex flex-wrap gap-2">
        <Show when={props.event.actorId && props.filters.actorId !== props.event.actorId && props.event.actorId}>{(actorId) => link({ actorId: actorId() }, words().onlyActor)}</Show>
        <Show when={props.filters.targetId !== props.event.targetId}>{link({ targetId: props.event.targetId }, words().onlyTarget)}</Show>
      </div>
    </div>
  );
}

interface AuditRowProps {
  event: AuditEventFields;
  filters: AuditFilters;
  /** What those are called now that the event names. */
  nameOf: (id: string | null) => string | undefined;
}

/** An event in one line; opened, what changed, and by what it can be found elsewhere. */
export function AuditRow(props: AuditRowProps) {
  // Of hundreds of events hardly any is opened.
  const [wasOpened, setOpened] = createSignal(false);
  const actor = () => actorText(props.event);
  const target = () => (props.event.targetId === props.event.actorId ? undefined : props.nameOf(props.event.targetId));
  return (
    <li>
      <details class="group" onToggle={(event) => { if (event.currentTarget.open) setOpened(true); }}>
        <summary class="grid cursor-pointer list-none grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-sunken sm:px-5 md:grid-cols-[11rem_minmax(0,1fr)_12rem_1rem] [&::-webkit-details-marker]:hidden">
          <span class="flex min-w-0 items-center gap-2.5 text-sm max-md:row-start-2">
            <Show when={props.event.actorKind === 'USER'} fallback={<span class="inline-flex size-7 shrink-0 items-center justify-center rounded-full bg-sunken text-muted" aria-hidden="true"><Bot size={15} /></span>}><Avatar name={actor()} /></Show>
            <span class="min-w-0 truncate">{actor()}</span>
          </span>
          <span class="min-w-0 break-words max-md:col-span-2"><span class="font-medium">{actionWords(props.event.action)}</span><Show when={target()}>{(name) => <span class="text-muted"> · {name()}</span>}</Show></span>
          <time class="text-sm whitespace-nowrap text-muted tabular-nums md:text-right" datetime={props.event.at}>{formatMoment(props.event.at)}</time>
          <ChevronRight size={16} class="text-muted transition-transform group-open:rotate-90 max-md:hidden" aria-hidden="true" />
        </summary>
        <Show when={wasOpened()}><Details event={props.event} filters={props.filters} target={target()} /></Show>
      </details>
    </li>
  );
}
