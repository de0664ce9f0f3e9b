import ArrowDown from 'lucide-solid/icons/arrow-down';
import { createEffect, createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { t } from '../../i18n/index.js';
import type { Conversation, Line } from './conversation.js';
import { EntryView } from './entry-view.js';
import { createLineWindow } from './line-window.js';

/** So near to the end somebody reads along. */
const END_PX = 48;
const TOUCHES = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
/** What moves so soon after a touch was moved by it. */
const TOUCH_MS = 500;
/** Finished lines that are offered to screen readers; each is read once. */
const READ_MAX = 4;

/** Keeps the end of a list in view for as long as somebody is there. */
function createEnd(list: () => HTMLElement | undefined, entries: () => number) {
  const [isAtEnd, setAtEnd] = createSignal(true);
  const [seen, setSeen] = createSignal(0);
  const toEnd = () => { list()?.scrollTo({ top: list()!.scrollHeight }); };
  let last = { top: 0, height: 0, content: 0 };
  let touchedAtMs = -Infinity;
  const onScroll = (event: Event) => {
    const box = list();
    if (!box) return;
    const now = { top: box.scrollTop, height: box.clientHeight, content: box.scrollHeight };
    // Boxes that grow and shrink move what they hold, too: only who goes up leaves the end.
    const isMeant = event.timeStamp - touchedAtMs < TOUCH_MS || (now.height === last.height && now.content === last.content);
    if (now.content - now.top - now.height < END_PX) setAtEnd(true);
    else if (now.top < last.top && isMeant) setAtEnd(false);
    last = now;
  };
  const onTouch = (event: Event) => { touchedAtMs = event.timeStamp; };
  createEffect(() => { if (isAtEnd()) setSeen(entries()); });
  onMount(() => {
    const box = list();
    if (!box) return;
    // Lines grow after they appear: words come, fonts load, waterfalls open.
    const watch = new ResizeObserver(() => { if (isAtEnd()) toEnd(); });
    watch.observe(box);
    for (const part of box.children) watch.observe(part);
    for (const name of TOUCHES) box.addEventListener(name, onTouch, { passive: true });
    onCleanup(() => { watch.disconnect(); });
  });
  return { isAtEnd, onScroll, unseen: () => Math.max(0, entries() - seen()), goToEnd: () => { setAtEnd(true); toEnd(); } };
}

/** The words as they come. Finished lines are read out politely; running ones only shown. */
export function LiveTranscript(props: { conversation: Conversation; hint: string; class?: string }) {
  let list: HTMLDivElement | undefined;
  const lines = () => props.conversation.entries.length + props.conversation.droppedEntries;
  const end = createEnd(() => list, lines);
  const drawn = createLineWindow(lines, end.isAtEnd);
  const shown = createMemo(() => props.conversation.entries.slice(Math.max(0, drawn.start() - props.conversation.droppedEntries)));
  const onScroll = (event: Event) => {
    end.onScroll(event);
    if (!list) return;
    const { scrollTop, scrollHeight } = list;
    // What is in view stays where it is. Browsers do that by themselves, but not at the very top.
    if (drawn.onScroll(scrollTop)) list.scrollTop = scrollTop + list.scrollHeight - scrollHeight;
  };
  const read = createMemo(() => props.conversation.entries.slice(-READ_MAX * 2).filter((entry): entry is Line => entry.kind === 'line' && entry.isFinal).slice(-READ_MAX));
  return (
    <div class={`relative flex min-h-40 flex-col ${props.class ?? ''}`}>
      <div ref={list} class="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4 [overflow-anchor:none]" tabindex="0" role="group" aria-label={t().talk.transcript} onScroll={onScroll}>
        <Show when={props.conversation.droppedEntries > 0}><p class="pb-3 text-center text-xs text-muted">{t().talk.earlier(props.conversation.droppedEntries)}</p></Show>
        <ol aria-label={t().talk.transcript} class={`flex min-h-full flex-col gap-3 ${props.conversation.entries.length === 0 ? 'justify-center' : 'justify-end'}`}>
          <For each={shown()} fallback={<li class="mx-auto max-w-60 text-center text-sm text-muted">{props.hint}</li>}>{(entry) => <EntryView entry={entry} />}</For>
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
