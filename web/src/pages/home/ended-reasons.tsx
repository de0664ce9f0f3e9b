import { A } from '@solidjs/router';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, Show } from 'solid-js';
import { endedSentence } from '../../i18n/ended-reason.js';
import { formatNumber } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { callsHref } from './calls-link.js';
import { endedCounts, isFailure } from './comparison.js';
import type { StatisticsFields } from './home-documents.js';
import type { Range } from './range.js';

/** As many ways of ending as are shown. */
const REASONS_MAX = 5;

/** The most frequent ways in which calls ended, each with its part of the whole. */
export function EndedReasons(props: { reasons: StatisticsFields['endedReasons']; range: Range }) {
  const counts = () => endedCounts(props.reasons).slice(0, REASONS_MAX);
  const total = () => props.reasons.reduce((sum, { calls }) => sum + calls, 0);
  return (
    <section class="card min-h-68 min-w-0 p-4" aria-labelledby="ended-title">
      <h2 id="ended-title" class="font-semibold">{t().home.endedTitle}</h2>
      <Show when={counts().length > 0} fallback={<p class="mt-3 text-sm text-muted">{t().home.endedEmpty}</p>}>
        <ul class="mt-2 flex flex-col">
          <For each={counts()}>
            {({ code, calls }) => (
              <li class="relative -mx-2 flex min-h-12 flex-col justify-center gap-1 rounded-lg px-2 py-1 hover:bg-sunken">
                <div class="flex items-center justify-between gap-3 text-sm">
                  <A href={callsHref({ startedFrom: `-${props.range}`, endedCodes: code })} class="flex min-w-0 items-center gap-1.5 after:absolute after:inset-0 after:rounded-lg">
                    <Show when={isFailure(code)}><TriangleAlert size={14} class="shrink-0 text-danger" aria-hidden="true" /><span class="sr-only">{t().home.failure}: </span></Show>
                    <span class="min-w-0 wrap-anywhere">{endedSentence({ code, text: code })}</span>
                  </A>
                  <span class="font-medium tabular-nums">{formatNumber(calls)}</span>
                </div>
                <svg class="h-1.5 w-full overflow-hidden rounded-full bg-sunken" viewBox={`0 0 ${total()} 1`} preserveAspectRatio="none" aria-hidden="true"><rect class={isFailure(code) ? 'fill-danger' : 'fill-speak'} width={calls} height="1" /></svg>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
