import Wrench from 'lucide-solid/icons/wrench';
import { createSignal, Show } from 'solid-js';
import { formatNumber, formatShort } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { Badge } from '../../ui/parts.js';
import { clampText, prettyJson } from './json-text.js';
import type { ToolCard } from './conversation.js';

function Json(props: { label: string; json: string }) {
  const [isWhole, setWhole] = createSignal(false);
  const text = () => prettyJson(props.json);
  const shown = () => (isWhole() ? { text: text(), isClamped: false } : clampText(text()));
  return (
    <div>
      <p class="text-xs font-medium text-muted">{props.label}</p>
      <pre class="mt-0.5 max-h-48 overflow-auto rounded-md bg-sunken px-2 py-1.5 font-mono text-xs break-words whitespace-pre-wrap" tabindex="0" role="region" aria-label={props.label}>{shown().text}</pre>
      <Show when={shown().isClamped}><button type="button" class="control rounded text-xs font-medium text-accent underline" onClick={() => setWhole(true)}>{t().tool.showAll(formatNumber(text().length))}</button></Show>
    </div>
  );
}

/** What the agent asked of a tool, and what came of it. */
export function ToolCardView(props: { card: ToolCard }) {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <details class="rounded-lg border border-line text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="flex min-h-9 max-lg:min-h-[44px] list-none flex-wrap items-center gap-x-2 gap-y-1 rounded-lg px-2.5 py-1.5">
        <Wrench size={14} class="shrink-0 text-muted" aria-hidden="true" />
        <span class="min-w-0 flex-1 break-words font-medium">{t().tool.used(props.card.name)}</span>
        <Show when={props.card.error !== null}><Badge tone="danger">{t().tool.failed}</Badge></Show>
        <span class="text-xs text-muted tabular-nums">{formatShort(props.card.durationMs)}</span>
      </summary>
      <Show when={isOpen()}>
        <div class="flex flex-col gap-2 border-t border-line px-2.5 py-2">
          <Json label={t().tool.arguments} json={props.card.argumentsJson} />
          <Show when={props.card.error} fallback={<Json label={t().tool.result} json={props.card.resultJson ?? t().tool.none} />}>
            {(error) => <div><p class="text-xs font-medium text-muted">{t().tool.error}</p><p class="break-words text-danger">{error()}</p></div>}
          </Show>
        </div>
      </Show>
    </details>
  );
}
