import { useClient } from '@urql/solid';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleX from 'lucide-solid/icons/circle-x';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { createSignal, For, Match, onCleanup, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { formatAgo, formatShort, formatTime } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Badge, FailedState, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { healthQuery, type HealthFields } from './setting-documents.js';

/** It looks again by itself this often, while the page is in sight. */
const REFRESH_MS = 30_000;

type Status = HealthFields['status'];
const ICONS = { OK: CircleCheck, DEGRADED: CircleAlert, DOWN: CircleX } as const;
const COLORS: Record<Status, string> = { OK: 'text-accent', DEGRADED: 'text-warning', DOWN: 'text-danger' };
const BORDERS: Record<Status, string> = { OK: 'border-accent bg-accent-soft', DEGRADED: 'border-warning bg-warning-soft', DOWN: 'border-danger bg-danger-soft' };

function StatusIcon(props: { status: Status; size: number }) {
  const Icon = () => { const Sign = ICONS[props.status]; return <Sign size={props.size} class={`shrink-0 ${COLORS[props.status]}`} aria-hidden="true" />; };
  return <>{Icon()}</>;
}

/** Asks how the installation is, now and again. */
function createHealth() {
  const client = useClient();
  const [health, setHealth] = createSignal<{ fields: HealthFields; atMs: number }>();
  const [fault, setFault] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const look = async () => {
    if (isBusy()) return;
    setBusy(true);
    const { data, error } = await client.query(healthQuery, {}, { requestPolicy: 'network-only' });
    setBusy(false);
    setFault(error && sentenceOf(error));
    if (data) setHealth({ fields: data.systemHealth, atMs: Date.now() });
  };
  void look();
  const timer = setInterval(() => { if (document.visibilityState === 'visible') void look(); }, REFRESH_MS);
  onCleanup(() => { clearInterval(timer); });
  return { health, fault, isBusy, look: () => { void look(); } };
}

function Checks(props: { checks: HealthFields['checks'] }) {
  const nameOf = (name: string): string => { const names: Record<string, string> = t().health.checks; return names[name] ?? name; };
  return (
    <ul class="card divide-y divide-line">
      <For each={props.checks}>
        {(check) => (
          <li class="flex items-start gap-3 px-4 py-3">
            <span class="pt-0.5"><StatusIcon status={check.status} size={18} /></span>
            <div class="min-w-0 flex-1">
              <p class="font-medium">{nameOf(check.name)}<span class="sr-only"> {t().health.states[check.status]}</span></p>
              <p class="text-sm break-words text-muted" lang="en">{check.message}</p>
            </div>
            <Show when={check.latencyMs !== null}><span class="pt-0.5 text-sm text-muted tabular-nums"><span class="sr-only">{t().health.latency} </span>{formatShort(check.latencyMs!)}</span></Show>
          </li>
        )}
      </For>
    </ul>
  );
}

function MediaServers(props: { servers: HealthFields['mediaServers'] }) {
  return (
    <section aria-labelledby="media-servers">
      <h2 id="media-servers" class="mb-2 font-semibold">{t().health.mediaServers}</h2>
      <Show when={props.servers.length > 0} fallback={<p class="card px-4 py-6 text-center text-sm text-muted">{t().health.noMediaServer}</p>}>
        <ul class="card divide-y divide-line">
          <For each={props.servers}>
            {(server) => (
              <li class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 px-4 py-3">
                <p class="truncate font-medium">{server.id}</p>
                <p class="text-right text-sm tabular-nums">{server.callsMax === null ? t().health.calls(server.activeCalls) : t().health.callsOf(server.activeCalls, server.callsMax)}</p>
                <p class="text-sm text-muted">{t().health.connected(formatAgo(server.connectedAt))}</p>
                <p class="justify-self-end"><Show when={server.isDraining}><Badge tone="warning">{t().health.draining}</Badge></Show></p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}

/** How the installation is: whether everything that has to work does. */
export function HealthPage() {
  usePageTitle(() => t().settings.pages.health);
  const { health, fault, isBusy, look } = createHealth();
  return (
    <>
      <PageHeading title={t().settings.pages.health}>
        <Button onClick={look} isBusy={isBusy()}><Show when={!isBusy()}><RefreshCw size={15} aria-hidden="true" /></Show>{t().health.lookAgain}</Button>
      </PageHeading>
      <Switch fallback={<SkeletonRows class="h-16" rows={6} />}>
        <Match when={fault()}>{(sentence) => <FailedState sentence={sentence()} onRetry={look} />}</Match>
        <Match when={health()}>
          {(seen) => (
            <div class="flex flex-col gap-5">
              <div class={`flex items-center gap-3 rounded-xl border px-4 py-3.5 ${BORDERS[seen().fields.status]}`}>
                <StatusIcon status={seen().fields.status} size={22} />
                <div class="min-w-0">
                  <p role="status" class="font-semibold">{t().health.overall[seen().fields.status]}</p>
                  <p class="text-sm text-muted">{t().health.lookedAt(formatTime(seen().atMs))} · {t().health.version(seen().fields.version)} · {t().health.started(formatAgo(seen().fields.startedAt))}</p>
                </div>
              </div>
              <Checks checks={seen().fields.checks} />
              <MediaServers servers={seen().fields.mediaServers} />
            </div>
          )}
        </Match>
      </Switch>
    </>
  );
}
