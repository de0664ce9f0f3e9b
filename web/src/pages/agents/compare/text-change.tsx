import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { shortened, textPieces } from './text-pieces.js';

/** A text as it was and as it is, in one: what went is struck through, what came is marked; both are also told. */
export function TextChange(props: { before: string; after: string }) {
  const pieces = createMemo(() => shortened(textPieces(props.before, props.after)));
  return (
    <p class="rounded-lg border border-line bg-canvas px-3 py-2 text-sm break-words whitespace-pre-wrap">
      <For each={pieces()}>
        {(piece) => (
          <Switch fallback={piece.text}>
            <Match when={piece.kind === 'omitted'}><span class="text-muted" title={t().compare.omitted}> … </span></Match>
            <Match when={piece.kind === 'removed'}><del class="rounded-sm bg-danger-soft text-danger"><span class="sr-only">{t().compare.removed} </span>{piece.text}</del></Match>
            <Match when={piece.kind === 'added'}><ins class="rounded-sm bg-accent-soft text-accent no-underline"><span class="sr-only">{t().compare.added} </span>{piece.text}</ins></Match>
          </Switch>
        )}
      </For>
      <Show when={pieces().length === 0}><span class="text-muted">{t().compare.empty}</span></Show>
    </p>
  );
}
