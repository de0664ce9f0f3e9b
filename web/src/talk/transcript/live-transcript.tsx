import ArrowDown from 'lucide-solid/icons/arrow-down';
import { createEffect, createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { t } from '../../i18n/index.js';
import type { Conversation, Line } from './conversation.js';
import { EntryView } from './entry-view.js';

/** So near to the end somebody reads along. */
const END_PX = 48;
/** Finished lines that are offered to screen readers; each is read once. */
const READ_MAX = 4;

/** Keeps the end of a list in view for as long as somebody is there. */
function createEnd(list: () => HTMLElement | undefined, entries: () => number) {
  const [isAtEnd, setAtEnd] = createSignal(true);
  const [seen, setSeen] = createSignal(0);
  const toEnd = () => { list()?.scrollTo({ top: list()!.scrollHeight }); };
  let lastTop = 0;
  const onScroll = () => {
    const box = list();
    if (!box) return;
    // Lines that are drawn for the first time grow and push the end away: only who goes up leaves it.
    if (box.scrollHeight - box.scrollTop - box.clientHeight < END_PX) setAtEnd(true);
    else if (box.scrollTop < lastTop) setAtEnd(false);
    lastTop = box.scrollTop;
  };
  createEffect(() => { if (isAtEnd()) setSeen(entries()); });
  onMount(() => {
    const box = list();
    if (!box) return;
    // Lines grow after they appear: words come, fonts load, waterfalls open.
    const watch = new ResizeObserver(() => { if (isAtEnd()) toEnd(); });
    watch.observe(box);
    for (const part of box.children) watch.observe(part);
    onCleanup(() => { watch.disconnect(); });
  });
  return { isAtEnd, onScroll, unseen: () => Math.max(0, entries() - seen()), goToEnd: () => { setAtEnd(true); toEnd(); } };
}

/** The words as they come. Finished lines are read out politely; running ones only shown. */
export function LiveTranscript(props: { conversation: Conversation; hint: string; class?: string }) {
  let list: HTMLDivElement | undefined;
  const end = createEnd(() => list, () => props.conversation.entries.length + props.conversation.droppedEntries);
  const read = createMemo(() => props.conversation.entries.slice(-READ_MAX * 2).filter((entry): entry is Line => entry.kind === 'line' && entry.isFinal).slice(-READ_MAX));
  return (
    <div class={`relative flex min-h-40 flex-col ${props.class ?? ''}`}>
      <div ref={list} class={`min-h-0 flex-1 overflow-y-auto overscroll-contain p-4 ${end.isAtEnd() ? '[overflow-anchor:none]' : ''}`} tabindex="0" role="group" aria-label={t().talk.transcript} onScroll={end.onScroll}>
        <Show when={props.conversation.droppedEntries > 0}><p class="pb-3 text-center text-xs text-muted">{t().talk.earlier(props.conversation.droppedEntries)}</p></Show>
        <ol aria-label={t().talk.transcript} class={`flex min-h-full flex-col gap-3 ${props.conversation.entries.length === 0 ? 'justify-center' : 'justify-end'}`}>
          <For each={props.conversation.entries} fallback={<li class="mx-auto max-w-60 text-center text-sm text-muted">{props.hint}</li>}>{(entry) => <EntryView entry={entry} />}</For>
        </ol>
      </div>
      <Show when={!end.isAtEnd()}>
        <button type="button" class="control absolute bottom-2 left-1/2 inline-flex -translate-x-1/2 items-center gap-1.5 rounded-full border border-edge bg-surface px-3 text-sm font-medium shadow-md" onClick={end.goToEnd}>
          <ArrowDown size={15} aria-hidden="true" />{end.unseen() > 0 ? t().talk.newLines(end.unseen()) : t().talk.newest}
        </button>
      </Show>
      <div class="sr-only" aria-live="polite" role="log"><For each={read()}>{(line) => <p>{line.speaker === 'CALLER' ? t().talk.caller : t().talk.agent}: {line.text}</p>}</For></div>
    </div>
  );
}
