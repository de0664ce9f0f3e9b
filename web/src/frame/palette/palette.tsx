import { useNavigate } from '@solidjs/router';
import ArrowRight from 'lucide-solid/icons/arrow-right';
import Headset from 'lucide-solid/icons/headset';
import Phone from 'lucide-solid/icons/phone';
import Quote from 'lucide-solid/icons/quote';
import Search from 'lucide-solid/icons/search';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, onMount, Show } from 'solid-js';
import { viewer } from '../../api/session.js';
import { callerOf } from '../../live/live-words.js';
import { formatMoment } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { createActiveOption } from '../../ui/active-option.js';
import { Dialog } from '../../ui/dialog.js';
import { actions } from '../actions.js';
import { KeyCaps } from '../key-caps.js';
import { readRecent, rememberUse } from '../recent.js';
import { useCommands } from './commands.js';
import { listEntries, type Entry } from './entries.js';
import { createSearch, isId } from './search.js';

/** Words of a call are searched from this length on. */
const SAID_LENGTH_MIN = 2;
const ICONS = { agent: () => <Headset size={16} />, call: () => <Phone size={16} /> };

/** What the palette lists for what is typed. */
function createEntries(question: () => string) {
  const navigate = useNavigate();
  const organizationId = viewer()?.organization.id ?? '';
  const recent = readRecent(organizationId);
  const search = createSearch(question);
  useCommands();
  const entryOf = (kind: 'agent' | 'call', id: string, name: string, hint: string): Entry => ({ id, name, hint, icon: ICONS[kind], run: () => { navigate(`/${kind}s/${id}`); } });
  const said = (text: string): Entry[] => (text.length < SAID_LENGTH_MIN || isId(text) ? [] : [{ id: 'calls.said', name: t().palette.said(text), icon: () => <Quote size={16} />, run: () => { navigate(`/calls?text=${encodeURIComponent(text)}`); } }]);
  const groups = createMemo(() => listEntries({
    question: question(), actions: actions(), used: recent.used,
    // Where one is already need not be offered.
    places: recent.places.filter(({ href }) => href !== location.pathname).map(({ id, kind, name }) => entryOf(kind, id, name, t().palette.kinds[kind])),
    agents: search.agents().map((agent) => entryOf('agent', agent.id, agent.name, agent.publishedVersion ? t().agents.published(agent.publishedVersion.number) : t().agents.neverPublished)),
    calls: search.calls().map((call) => ({ ...entryOf('call', call.id, t().palette.callOf(callerOf(call), call.agent.name), formatMoment(call.startedAt)), keywords: call.id })),
    // What was said is searched on the page of calls: it reads every word of every call.
    said: said(search.asked()),
  }));
  return { groups, search, remember: (id: string) => { rememberUse(organizationId, id); } };
}

function Option(props: { entry: Entry; id: string; isActive: boolean; onPoint: () => void; onChoose: () => void }) {
  let element: HTMLDivElement | undefined;
  createEffect(() => { if (props.isActive) element?.scrollIntoView({ block: 'nearest' }); });
  return (
    <div ref={element} id={props.id} role="option" aria-selected={props.isActive} class={`control flex cursor-pointer items-center gap-3 rounded-lg px-3 text-sm ${props.isActive ? 'bg-accent-soft forced-colors:outline-2' : ''}`} onPointerMove={() => props.onPoint()} onClick={() => props.onChoose()}>
      <span class={`flex w-4 shrink-0 justify-center ${props.isActive ? 'text-accent' : 'text-muted'}`} aria-hidden="true">{props.entry.icon?.() ?? <ArrowRight size={16} />}</span>
      <span class="min-w-0 flex-1 break-words py-1">{props.entry.name}</span>
      <Show when={props.entry.hint}><span class="max-w-[45%] shrink-0 text-right text-xs text-muted">{props.entry.hint}</span></Show>
      <Show when={props.entry.keys}>{(keys) => <KeyCaps keys={keys()} />}</Show>
    </div>
  );
}

/** Everything by its name: pages, agents, calls, what can be done here, settings. */
export function Palette(props: { onClose: () => void }) {
  const id = createUniqueId();
  let input: HTMLInputElement | undefined;
  const [question, setQuestion] = createSignal('');
  const { groups, search, remember } = createEntries(question);
  const entries = createMemo(() => groups().flatMap((group) => group.entries));
  const optionId = (index: number) => `${id}-${index}`;
  const { active: activeIndex, setActive, move } = createActiveOption(() => entries().length);
  createEffect(on(question, () => { setActive(0); }, { defer: true }));
  onMount(() => { input?.focus(); });

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    remember(entry.id);
    props.onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') choose(entries()[activeIndex()]);
    else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) props.onClose();
    else if (!move(event.key)) return;
    event.preventDefault();
  };
  return (
    <Dialog isOpen title={t().palette.title} isTitleHidden onClose={() => props.onClose()} class="card mt-[10dvh] w-[min(40rem,calc(100vw-1.5rem))] overflow-hidden text-ink shadow-xl">
      <div class="flex items-center gap-3 border-b border-line px-4">
        <Search size={17} class="shrink-0 text-muted" aria-hidden="true" />
        <input ref={input} type="text" role="combobox" class="h-13 min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted" autocomplete="off" spellcheck={false}
          aria-label={t().palette.title} aria-expanded={entries().length > 0} aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={entries().length > 0 ? optionId(activeIndex()) : undefined}
          placeholder={t().palette.placeholder} value={question()} onInput={(event) => setQuestion(event.currentTarget.value)} onKeyDown={onKeyDown} />
        <Show when={search.isBusy()}><span class="size-3.5 shrink-0 animate-spin rounded-full border-2 border-edge border-t-transparent" aria-hidden="true" /></Show>
      </div>
      <Show when={entries().length > 0}>
        <div id={`${id}-list`} role="listbox" aria-label={t().palette.results} class="max-h-[min(26rem,60dvh)] overflow-y-auto p-2">
          <For each={groups()}>
            {(group) => (
              <div role="group" aria-labelledby={`${id}-${group.group}`} class="mb-1">
                <div id={`${id}-${group.group}`} class="px-3 pt-2 pb-1 text-xs font-medium text-muted">{t().palette.groups[group.group]}</div>
                <For each={group.entries}>
                  {(entry) => {
                    const index = () => entries().indexOf(entry);
                    return <Option entry={entry} id={optionId(index())} isActive={index() === activeIndex()} onPoint={() => setActive(index())} onChoose={() => { choose(entry); }} />;
                  }}
                </For>
              </div>
            )}
          </For>
        </div>
      </Show>
      <p role="status" class={entries().length > 0 ? 'sr-only' : 'px-4 py-8 text-center text-sm text-muted'}>
        {entries().length > 0 ? t().palette.count(entries().length) : search.isBusy() ? t().common.loading : t().palette.nothing(question())}
      </p>
      <Show when={search.fault()}>{(sentence) => <p class="border-t border-line px-4 py-2 text-sm text-danger">{sentence()}</p>}</Show>
    </Dialog>
  );
}
