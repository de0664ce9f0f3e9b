import { A } from '@solidjs/router';
import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import GripVertical from 'lucide-solid/icons/grip-vertical';
import ListStart from 'lucide-solid/icons/list-start';
import PlugZap from 'lucide-solid/icons/plug-zap';
import Power from 'lucide-solid/icons/power';
import Unplug from 'lucide-solid/icons/unplug';
import { Show } from 'solid-js';
import { may } from '../../../api/may.js';
import { formatShort } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { IconButton } from '../../../ui/button.js';
import { Menu } from '../../../ui/menu.js';
import { Badge } from '../../../ui/parts.js';
import type { Deeds } from './connection-deeds.js';
import type { ConnectionFields, SpendFields } from './connection-documents.js';
import { StatusBadge } from './connection-words.js';
import type { Dragging } from './create-dragging.js';
import { costOf } from './create-spend.js';

export interface RowProps {
  connection: ConnectionFields;
  index: number;
  /** How many there are of its kind. */
  count: number;
  pluginTitle: string;
  spend: SpendFields | undefined;
  deeds: Deeds;
  dragging: Dragging;
  onMove: (to: number) => void;
  onDisconnect: () => void;
}

/** The model, where one is set or known by this name, and which key it is. */
function detailsOf({ settings, secrets }: ConnectionFields): readonly string[] {
  const { model } = settings as { readonly model?: unknown };
  const lastFour = secrets.find((secret) => secret.lastFour !== '')?.lastFour;
  return [typeof model === 'string' ? model : '', lastFour === undefined ? '' : t().connections.keyEnds(lastFour)].filter(Boolean);
}

/** What can be done with a connection where it is listed. */
function RowMenu(props: RowProps) {
  const words = () => t().connections;
  const label = () => words().actions(props.connection.name);
  const isOn = () => props.connection.status !== 'INACTIVE';
  const order = () => [
    ...(props.index > 0 ? [{ name: words().makePrimary, icon: () => <ListStart size={15} />, onChoose: () => props.onMove(0) }, { name: words().moveUp, icon: () => <ArrowUp size={15} />, onChoose: () => props.onMove(props.index - 1) }] : []),
    ...(props.index < props.count - 1 ? [{ name: words().moveDown, icon: () => <ArrowDown size={15} />, onChoose: () => props.onMove(props.index + 1) }] : []),
  ];
  const use = () => [
    { name: words().test, icon: () => <PlugZap size={15} />, onChoose: () => { void props.deeds.test(props.connection); } },
    ...(props.connection.status === 'PENDING_APPROVAL' ? [] : [{ name: isOn() ? words().switchOff : words().switchOn, icon: () => <Power size={15} />, onChoose: () => { void props.deeds.setActive(props.connection, !isOn()); } }]),
  ];
  const groups = () => [{ items: order() }, { items: use() }, { items: [{ name: words().disconnect, tone: 'danger' as const, icon: () => <Unplug size={15} />, onChoose: () => props.onDisconnect() }] }];
  return <Menu label={label()} class="min-w-56" groups={groups()} button={(attributes) => <IconButton label={label()} {...attributes}><Ellipsis size={17} aria-hidden="true" /></IconButton>} />;
}

/** The grip of a row: dragged with a finger or mouse, moved with arrow keys. */
function Grip(props: RowProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = props.index + step;
    if (to >= 0 && to < props.count) props.onMove(to);
  };
  return (
    <button type="button" id={`grip-${props.connection.id}`} aria-label={t().connections.move(props.connection.name)} title={t().connections.move(props.connection.name)} class="control -mr-1 flex w-12 shrink-0 touch-none items-center justify-center rounded-lg text-edge hover:text-ink lg:w-7" classList={{ 'cursor-grabbing!': props.dragging.isDragged(props.index), 'cursor-grab!': !props.dragging.isDragging() }}
      onKeyDown={onKeyDown} onPointerDown={(event) => { props.dragging.begin(props.connection.id, event); }}>
      <GripVertical size={17} aria-hidden="true" />
    </button>
  );
}

/** How quick it is, and what it cost; nothing where neither is known. */
function Figures(props: { connection: ConnectionFields; spend: SpendFields | undefined }) {
  return (
    <>
      <Show when={props.connection.latencyMs !== null}><span>{t().connections.latency(formatShort(props.connection.latencyMs!))}</span></Show>
      <Show when={costOf(props.spend)}>{(cost) => <span><span class="text-ink">{cost()}</span> {t().connections.spent}</span>}</Show>
    </>
  );
}

/** A connection of the organization's own, at its place in the order. */
export function ConnectionRow(props: RowProps) {
  const isMovable = () => may('connections:manage') && props.count > 1;
  const isDragged = () => props.dragging.isDragged(props.index);
  const problem = () => (props.connection.lastError && t().connections.causes[props.connection.lastError.cause]);
  return (
    <li ref={(row) => { props.dragging.keep(props.connection.id, row); }} style={{ transform: props.dragging.transformOf(props.index) }}
      class="relative flex items-center gap-2 py-2 pr-1.5 pl-2 sm:gap-3" classList={{ 'z-10 rounded-lg bg-surface shadow-lg': isDragged(), 'transition-transform': props.dragging.isDragging() && !isDragged(), 'sm:pl-3': isMovable(), 'pl-4! sm:pl-5!': !isMovable() }}>
      <Show when={isMovable()}><Grip {...props} /></Show>
      <div class="min-w-0 flex-1 py-1">
        <p class="flex flex-wrap items-center gap-x-2 gap-y-1">
          <A href={`/settings/connections/${props.connection.id}`} class="line-link min-w-0 font-medium break-words hover:underline">{props.connection.name}</A>
          <Show when={props.connection.isPrimary && props.count > 1}><Badge>{t().connections.primary}</Badge></Show>
          <Show when={props.connection.isLent}><Badge>{t().connections.lent}</Badge></Show>
          <StatusBadge connection={props.connection} />
        </p>
        <p class="mt-0.5 text-sm break-words text-muted">{[props.pluginTitle, ...detailsOf(props.connection)].join(' · ')}</p>
        <Show when={problem()}>{(words) => <p class="mt-0.5 text-sm text-danger">{words().title} <q lang="en" class="break-words">{props.connection.lastError!.message}</q></p>}</Show>
        <p class="mt-0.5 flex flex-wrap gap-x-3 text-sm text-muted tabular-nums empty:hidden md:hidden"><Figures connection={props.connection} spend={props.spend} /></p>
      </div>
      <p class="flex shrink-0 flex-col items-end text-sm text-muted tabular-nums empty:hidden max-md:hidden"><Figures connection={props.connection} spend={props.spend} /></p>
      <Show when={may('connections:manage')}>
        <Show when={props.deeds.isTesting(props.connection.id)} fallback={<RowMenu {...props} />}>
          <span role="status" class="flex w-11 shrink-0 justify-center lg:w-9" title={t().connections.testing}><span class="size-4 animate-spin rounded-full border-2 border-accent border-t-transparent" aria-hidden="true" /><span class="sr-only">{t().connections.testing}</span></span>
        </Show>
      </Show>
    </li>
  );
}
