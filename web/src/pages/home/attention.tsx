import { A } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import CircleCheck from 'lucide-solid/icons/circle-check';
import Hourglass from 'lucide-solid/icons/hourglass';
import ServerCrash from 'lucide-solid/icons/server-crash';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, onCleanup, Show, type JSX } from 'solid-js';
import { formatShort } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { FAIR_RESPONSE_MS_MAX } from '../../turns/latency.js';
import { callsHref } from './calls-link.js';
import { FAILED_CODES } from './comparison.js';
import { SLOW_RESPONSE_MS_MIN } from './home-data.js';
import { healthQuery, type HomeFields } from './home-documents.js';
import type { Range } from './range.js';

const HEALTH_REFRESH_MS = 60_000;

function Matter(props: { icon: JSX.Element; title: string; href?: string; children: JSX.Element }) {
  return (
    <li class={`relative -mx-2 flex gap-3 rounded-lg px-2 py-2 ${props.href ? 'hover:bg-sunken' : ''}`}>
      <span class="mt-0.5 shrink-0" aria-hidden="true">{props.icon}</span>
      <div class="min-w-0 wrap-anywhere">
        <Show when={props.href} fallback={<p class="text-sm font-medium">{props.title}</p>}>{(href) => <A href={href()} class="text-sm font-medium after:absolute after:inset-0 after:rounded-lg">{props.title}</A>}</Show>
        <div class="text-sm text-muted">{props.children}</div>
      </div>
    </li>
  );
}

/** Checks that are newer than this page keep the name that programs know. */
const checkName = (name: string): string => (t().home.checks as Readonly<Record<string, string>>)[name] ?? name;

/** What somebody should look at: the installation itself, calls that broke off, calls that waited. */
export function Attention(props: { data: Pick<HomeFields, 'failed' | 'slow'>; range: Range }) {
  const [health, refetch] = createQuery({ query: healthQuery, requestPolicy: 'network-only' });
  const timer = setInterval(() => { if (document.visibilityState === 'visible') refetch(); }, HEALTH_REFRESH_MS);
  onCleanup(() => { clearInterval(timer); });
  /** Undefined while it is not known, and for those who may not see it. */
  const trouble = () => { const found = health.data?.systemHealth; return found && found.status !== 'OK' ? found : undefined; };
  // All of it appears at once, so that nothing is pushed down under somebody's finger.
  const isKnown = () => health.data !== undefined || health.error !== undefined;
  const failed = () => props.data.failed.totalCount;
  const slow = () => props.data.slow.totalCount;
  return (
    <section class="card min-h-68 min-w-0 p-4" aria-labelledby="attention-title">
      <h2 id="attention-title" class="font-semibold">{t().home.attentionTitle}</h2>
      <Show when={isKnown() && (trouble() !== undefined || failed() > 0 || slow() > 0)} fallback={<Show when={isKnown()}><p class="mt-3 flex items-center gap-2 text-sm text-muted"><CircleCheck size={18} class="text-accent" aria-hidden="true" />{t().home.attentionNone}</p></Show>}>
        <ul class="mt-2 flex flex-col">
          <Show when={trouble()}>
            {(found) => (
              <Matter icon={<ServerCrash size={18} class="text-danger" />} title={t().home.health[found().status]} href="/settings/health">
                <For each={found().checks.filter(({ status }) => status !== 'OK')}>{(check) => <p><span class="font-medium">{checkName(check.name)}:</span> {check.message}</p>}</For>
              </Matter>
            )}
          </Show>
          <Show when={failed() > 0}><Matter icon={<TriangleAlert size={18} class="text-danger" />} title={t().home.failedCalls(failed())} href={callsHref({ startedFrom: `-${props.range}`, endedCodes: FAILED_CODES.join(',') })}>{t().home.failedDetail}</Matter></Show>
          <Show when={slow() > 0}><Matter icon={<Hourglass size={18} class="text-warning" />} title={t().home.slowCalls(slow())} href={callsHref({ startedFrom: `-${props.range}`, responseMinMs: String(SLOW_RESPONSE_MS_MIN), orderBy: 'RESPONSE_DESC' })}>{t().home.slowDetail(formatShort(FAIR_RESPONSE_MS_MAX))}</Matter></Show>
        </ul>
      </Show>
    </section>
  );
}
