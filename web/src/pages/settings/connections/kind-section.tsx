import { A } from '@solidjs/router';
import Plus from 'lucide-solid/icons/plus';
import { createUniqueId, For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { may } from '../../../api/may.js';
import { viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Button, buttonClass } from '../../../ui/button.js';
import { toast } from '../../../ui/toast.js';
import type { Deeds } from './connection-deeds.js';
import type { ConnectionFields, Kind, RouteFields, RouteStepFields, SpendFields } from './connection-documents.js';
import { kindIcon } from './connection-kinds.js';
import { ConnectionRow } from './connection-row.js';
import { createDragging } from './create-dragging.js';
import { withMoved } from './order.js';

interface KindProps {
  kind: Kind;
  own: readonly ConnectionFields[];
  /** What calls try, and what was stored for that; undefined where this kind has no routes. */
  route: RouteFields | undefined;
  pluginTitle: (id: string) => string;
  spendOf: (id: string) => SpendFields | undefined;
  deeds: Deeds;
  /** Shows another order at once, before the server has it. */
  onOrder: (ids: readonly string[]) => void;
  onDisconnect: (connection: ConnectionFields) => void;
}

/** Whose it is, in words. */
function lenderWords({ source }: RouteStepFields): string {
  const words = t().connections.lenders;
  if (source === 'AGENCY') return words.AGENCY(viewer()?.organization.parent?.name ?? '');
  return source === 'PLATFORM' ? words.PLATFORM : words.INSTALLATION;
}

/** What calls try after the organization's own connections. */
export const lentOf = (route: RouteFields | undefined): readonly RouteStepFields[] => route?.steps.filter(({ source }) => source !== 'ORGANIZATION') ?? [];

/** What somebody else provides: shown where it stands in the order, and not to be changed here. */
function LentRow(props: { lent: RouteStepFields }) {
  return (
    <li class="px-4 py-2.5 sm:px-5">
      <p class="break-words">{props.lent.name ?? props.lent.connectionId}</p>
      <p class="text-sm text-muted">{lenderWords(props.lent)}</p>
    </li>
  );
}

/** A route that is stored holds instead of the order of the connections. */
function RouteNotice(props: { steps: NonNullable<RouteFields['ownSteps']>; onUnroute: () => void }) {
  const words = () => t().connections;
  const names = () => props.steps.map(({ name, connectionId, weight }) => (weight === null ? name ?? connectionId : words().weighted(name ?? connectionId, weight))).join(', ');
  return (
    <div class="border-b border-line bg-sunken px-4 py-2.5 text-sm sm:px-5">
      <p>{words().routed(names())}</p>
      <Show when={may('connections:manage')}><Button look="quiet" class="-ml-2 px-2.5 text-sm" onClick={() => props.onUnroute()}>{words().unroute}</Button></Show>
    </div>
  );
}

/** Providers of one kind in the order in which calls try them. */
export function KindSection(props: KindProps) {
  const id = createUniqueId();
  const words = () => t().connections;
  const kindName = () => t().plugins.kinds[props.kind];
  const ids = () => props.own.map((connection) => connection.id);
  const lent = () => lentOf(props.route);
  const place = async (order: readonly string[], before: readonly string[] | undefined, moved: { readonly id: string; readonly name: string }) => {
    props.onOrder(order);
    // A row that moves in the page loses the focus.
    queueMicrotask(() => { document.getElementById(`grip-${moved.id}`)?.focus({ preventScroll: true }); });
    if (await props.deeds.reorder(order) && before) toast({ text: words().moved(moved.name, order.indexOf(moved.id) + 1, order.length), undo: () => place(before, undefined, moved) });
  };
  const move = (from: number, to: number) => {
    const { id: movedId, name } = props.own[from]!;
    void place(withMoved(ids(), from, to), ids(), { id: movedId, name });
  };
  const dragging = createDragging(ids, move);
  return (
    <section class="card" aria-labelledby={id}>
      <header class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2 pr-2 pl-4 sm:pl-5">
        <h2 id={id} class="flex min-w-0 items-center gap-2.5 font-semibold"><Dynamic component={kindIcon(props.kind)} size={17} class="shrink-0 text-muted" aria-hidden="true" />{kindName()}</h2>
        <Show when={may('connections:manage')}><A href={`/settings/connections/catalog?kind=${props.kind.toLowerCase()}`} class={buttonClass('quiet', 'px-2.5 text-sm')} aria-label={words().connectKind(kindName())}><Plus size={15} aria-hidden="true" />{words().connect}</A></Show>
      </header>
      <Show when={props.route?.ownSteps}>{(steps) => <RouteNotice steps={steps()} onUnroute={() => { void props.deeds.unroute(props.kind); }} />}</Show>
      <Show when={props.own.length > 0}>
        <ol class="divide-y divide-line" aria-label={words().order(kindName())}>
          <For each={props.own}>
            {(connection, index) => (
              <ConnectionRow connection={connection} index={index()} count={props.own.length} pluginTitle={props.pluginTitle(connection.pluginId)} spend={props.spendOf(connection.id)} deeds={props.deeds} dragging={dragging}
                onMove={(to) => { move(index(), to); }} onDisconnect={() => props.onDisconnect(connection)} />
            )}
          </For>
        </ol>
      </Show>
      <Show when={lent().length > 0}><ul class="divide-y divide-line" classList={{ 'border-t border-line': props.own.length > 0 }}><For each={lent()}>{(step) => <LentRow lent={step} />}</For></ul></Show>
      <Show when={props.own.length === 0 && lent().length === 0}><p class="px-4 py-3 text-sm text-muted sm:px-5">{words().noneOfKind}</p></Show>
    </section>
  );
}
