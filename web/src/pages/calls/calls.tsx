import { A, useBeforeLeave, useLocation, useNavigate, useSearchParams } from '@solidjs/router';
import { useClient } from '@urql/solid';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import Phone from 'lucide-solid/icons/phone';
import { createEffect, createMemo, createSignal, Match, on, onMount, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { may } from '../../api/may.js';
import { t } from '../../i18n/index.js';
import { Button, buttonClass } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { createMediaQuery } from '../../ui/media.js';
import { EmptyState, FailedState, Notice, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { createWindowRows } from '../../ui/window-rows.js';
import { createCallList, NEWS_MAX, type CallList } from './list/call-list.js';
import { CallTable, CARD_PX, ROW_PX } from './list/call-table.js';
import { ExportButton } from './list/export-button.js';
import { FilterBar } from './list/filter-bar.js';
import { readListQuery, writeListQuery, type ListQuery } from './list/filters.js';
import { useListKeys } from './list/list-keys.js';
import { ColumnPicker, Views } from './list/list-tools.js';
import { Peek, type PeekProps } from './list/peek.js';

/** Rows that are on their way are shown as such, so many. */
const COMING_ROWS = 30;
/** Height of what stays at the top while one scrolls: the names of the columns. */
const HEAD_PX = 48;

/** A call beside the list, or on narrow screens over it. */
function PeekPlace(props: Omit<PeekProps, 'id'> & { id: string | undefined; isBeside: boolean }) {
  return (
    <Show when={props.isBeside} fallback={(
      <Dialog isOpen={props.id !== undefined} title={t().calls.peekTitle} isTitleHidden onClose={() => props.onClose()} class="mx-0 mb-0 w-full max-w-full rounded-t-2xl border border-line bg-surface text-ink">
        <Show when={props.id}>{(id) => <div class="flex h-[82dvh] flex-col"><Peek {...props} id={id()} /></div>}</Show>
      </Dialog>
    )}>
      <Show when={props.id}>
        {(id) => <aside aria-label={t().calls.peekTitle} class="fixed inset-y-0 right-0 z-10 flex w-96 flex-col border-l border-line bg-surface shadow-xl"><Peek {...props} id={id()} /></aside>}
      </Show>
    </Show>
  );
}

/** Says that there are new calls, and shows them when they are wanted: rows that are read do not move by themselves. */
function News(props: { count: number; onShow: () => void }) {
  return (
    <div role="status" class="pointer-events-none sticky top-[calc(3.5rem+var(--banner))] z-[6] flex h-0 justify-center">
      <Show when={props.count > 0}><Button look="primary" class="pointer-events-auto h-9 rounded-full text-sm shadow-lg" onClick={() => props.onShow()}><ArrowUp size={15} aria-hidden="true" />{props.count >= NEWS_MAX ? t().calls.manyNew(NEWS_MAX) : t().calls.newCalls(props.count)}</Button></Show>
    </div>
  );
}

function NoCalls(props: { isFiltered: boolean }) {
  return (
    <Show when={props.isFiltered} fallback={<EmptyState icon={<Phone size={36} />} title={t().calls.emptyTitle} text={t().calls.emptyText}><A class={buttonClass('primary')} href="/agents">{t().calls.toAgents}</A></EmptyState>}>
      <EmptyState icon={<Phone size={36} />} title={t().calls.emptyFiltered} text={t().calls.emptyFilteredText}><A class={buttonClass()} href="/calls">{t().calls.clearFilter}</A></EmptyState>
    </Show>
  );
}

/** The row that keys act on, and the call that is looked at; the latter is in the address. */
function createSelection(list: CallList, reveal: (row: number) => void) {
  const [search, setSearch] = useSearchParams<{ peek?: string }>();
  const [activeRow, setActiveRow] = createSignal(list.kept?.row ?? 0);
  const peekedId = () => (search.peek && /^call_\w+$/.test(search.peek) ? search.peek : undefined);
  const show = (id: string | undefined, isStep: boolean) => { setSearch({ peek: id }, { replace: isStep, scroll: false }); };
  const focusRow = (row: number) => {
    setActiveRow(row);
    reveal(row);
    document.querySelector<HTMLElement>(`a[data-row='${row}']`)?.focus({ preventScroll: true });
  };
  const rowOfPeeked = () => list.rows().findIndex(({ id }) => id === peekedId());
  const step = (by: 1 | -1) => {
    const row = Math.max(0, Math.min(list.rows().length - 1, activeRow() + by));
    const call = list.rows()[row];
    if (!call) return;
    if (peekedId()) show(call.id, true);
    focusRow(row);
  };
  return {
    activeRow, setActiveRow, peekedId, rowOfPeeked, step,
    peek: (row: number) => { setActiveRow(row); show(list.rows()[row]?.id, peekedId() !== undefined); },
    close: () => {
      if (!peekedId()) return false;
      show(undefined, true);
      focusRow(activeRow());
      return true;
    },
  };
}

/** All calls that the address asks for; its parameters are called as those of the api. */
export function CallsPage() {
  usePageTitle(() => t().calls.title);
  const location = useLocation();
  const navigate = useNavigate();
  const query = createMemo(() => readListQuery(location.search), undefined, { equals: (one, other) => writeListQuery(one) === writeListQuery(other) && one.ignored.join() === other.ignored.join() });
  const list = createCallList(useClient(), query);
  const isWide = createMediaQuery('(min-width: 48rem)');
  const isBeside = createMediaQuery('(min-width: 64rem)');
  const windowed = createWindowRows({ count: () => list.rows().length + (list.hasMore() ? COMING_ROWS : 0), rowPx: () => (isWide() ? ROW_PX : CARD_PX) });
  const selection = createSelection(list, (row) => { windowed.reveal(row, HEAD_PX); });
  createEffect(() => { list.want(windowed.end()); });
  onMount(() => {
    const { kept } = list;
    // The browser restores a place of its own right after this, that of a page that was not so long.
    if (kept) requestAnimationFrame(() => { scrollTo({ top: kept.scrollPx }); });
  });
  useBeforeLeave(() => { list.keep(scrollY, selection.activeRow()); });
  useListKeys({
    step: selection.step, close: selection.close,
    open: () => { const call = list.rows()[selection.activeRow()]; if (call) navigate(`/calls/${call.id}`); },
    togglePeek: () => { if (!selection.close()) selection.peek(selection.activeRow()); },
  }, () => { document.querySelector<HTMLElement>('main input[type=search]')?.focus(); });
  // Another list begins at its top.
  createEffect(on(list.key, () => { selection.setActiveRow(0); scrollTo({ top: 0 }); }, { defer: true }));
  const open = (next: ListQuery, isReplacing = false) => {
    const text = writeListQuery(next);
    navigate(`/calls${text === '' ? '' : `?${text}`}`, { replace: isReplacing, scroll: false });
  };
  const isFiltered = () => Object.keys(query().filters).length > 0;
  return (
    <div class={selection.peekedId() && isBeside() ? 'pr-96' : ''}>
      <PageHeading title={t().calls.title}>
        <Show when={may('calls:export')}><ExportButton query={query()} total={list.total()} /></Show>
        <Views query={list.key()} onOpen={(text) => { open(readListQuery(text)); }} />
        <Show when={isWide()}><ColumnPicker /></Show>
      </PageHeading>
      <FilterBar filters={query().filters} onChange={(filters, isTyping) => { open({ filters, orderBy: query().orderBy }, isTyping); }} />
      <Show when={query().ignored.length > 0}><div class="mt-3"><Notice tone="warning">{t().calls.ignored(query().ignored.join(', '))}</Notice></div></Show>
      <p class="mt-3 mb-2 h-5 text-sm text-muted tabular-nums">
        <Show when={list.total()}>{(total) => <>{t().calls.shown(Math.max(1, Math.min(windowed.seen(), list.rows().length)), total())}</>}</Show>
      </p>
      <Switch>
        <Match when={list.rows().length === 0 && list.error()}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={list.retry} />}</Match>
        <Match when={list.total() === undefined}><SkeletonRows class="h-9" rows={12} /></Match>
        <Match when={list.rows().length === 0}><NoCalls isFiltered={isFiltered()} /></Match>
        <Match when={list.rows().length > 0}>
          <News count={list.newCount()} onShow={() => { list.reload(); scrollTo({ top: 0 }); selection.setActiveRow(0); }} />
          <CallTable rows={list.rows()} total={list.total() ?? 0} windowed={windowed} isWide={isWide()} orderBy={query().orderBy} activeRow={selection.activeRow()} peekedId={selection.peekedId()} isStale={list.isRenewing()}
            onOrder={(orderBy) => { open({ filters: query().filters, orderBy }); }} onActivate={selection.setActiveRow} onPeek={selection.peek} />
          <Show when={list.error()}>{(error) => <div class="mt-3"><FailedState sentence={sentenceOf(error())} onRetry={list.retry} /></div>}</Show>
        </Match>
      </Switch>
      <PeekPlace id={selection.peekedId()} isBeside={isBeside()} hasPrevious={selection.rowOfPeeked() > 0} hasNext={selection.rowOfPeeked() >= 0 && selection.rowOfPeeked() < list.rows().length - 1} onStep={selection.step} onClose={selection.close} />
    </div>
  );
}
