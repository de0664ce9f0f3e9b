import Check from 'lucide-solid/icons/check';
import CornerDownRight from 'lucide-solid/icons/corner-down-right';
import Plus from 'lucide-solid/icons/plus';
import Search from 'lucide-solid/icons/search';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, onMount, Show } from 'solid-js';
import { viewer } from '../api/session.js';
import { roleName } from '../api/roles.js';
import { locale, t } from '../i18n/index.js';
import { createActiveOption } from '../ui/active-option.js';
import { Avatar } from '../ui/avatar.js';
import { Dialog } from '../ui/dialog.js';
import { useOrganizationSwitch } from './organization-switch.js';
import { organizationTree, type TreeEntry } from './organization-tree.js';
import { openOverlay } from './overlay.js';
import { rank } from './palette/ranking.js';

interface OptionProps { entry: TreeEntry; id: string; isActive: boolean; isBelow: boolean; onPoint: () => void; onChoose: () => void }

function Option(props: OptionProps) {
  let element: HTMLDivElement | undefined;
  createEffect(() => { if (props.isActive) element?.scrollIntoView({ block: 'nearest' }); });
  const organization = () => props.entry.membership.organization;
  const hint = () => (props.entry.agency ? t().organizations.clientOf(props.entry.agency.name) : roleName(props.entry.membership.role));
  return (
    <div ref={element} id={props.id} role="option" aria-selected={props.isActive} class={`control flex cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm ${props.isActive ? 'bg-accent-soft forced-colors:outline-2' : ''}`} onPointerMove={() => props.onPoint()} onClick={() => props.onChoose()}>
      <Show when={props.isBelow}><CornerDownRight size={14} class="ml-1.5 shrink-0 text-edge" aria-hidden="true" /></Show>
      <Avatar name={organization().name} isSquare />
      <span class="min-w-0 flex-1 truncate py-1">{organization().name}</span>
      {/* Indented, it says so already to those who see it. */}
      <span class={props.isBelow ? 'sr-only' : 'max-w-[45%] shrink-0 truncate text-xs text-muted'}>{hint()}</span>
      <Show when={organization().id === viewer()?.organization.id}><Check size={16} class="shrink-0 text-accent" role="img" aria-label={t().finder.here} /></Show>
    </div>
  );
}

/** All organizations that one can work in, to be found by their names: one's own, and below an agency its clients. */
export function OrganizationFinder(props: { onClose: () => void }) {
  const id = createUniqueId();
  let input: HTMLInputElement | undefined;
  const { go } = useOrganizationSwitch();
  const [question, setQuestion] = createSignal('');
  const tree = createMemo(() => organizationTree(viewer()?.organizations ?? [], locale()));
  const isAsked = () => question().trim() !== '';
  const found = createMemo(() => {
    if (!isAsked()) return tree();
    const named = tree().map((entry) => ({ id: entry.membership.organization.id, name: entry.membership.organization.name, ...(entry.agency ? { keywords: entry.agency.name } : {}), entry }));
    return rank(question(), named, []).map(({ entry }) => entry);
  });
  const { active, setActive, move } = createActiveOption(() => found().length);
  const isHere = ({ membership }: TreeEntry) => membership.organization.id === viewer()?.organization.id;
  createEffect(on(question, () => { setActive(0); }, { defer: true }));
  onMount(() => { setActive(Math.max(0, tree().findIndex(isHere))); input?.focus(); });
  const choose = (entry: TreeEntry | undefined) => {
    if (!entry) return;
    props.onClose();
    if (!isHere(entry)) go(entry.membership.organization.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') choose(found()[active()]);
    else if (!move(event.key)) return;
    event.preventDefault();
  };
  return (
    <Dialog isOpen title={t().organizations.find} isTitleHidden onClose={() => props.onClose()} class="card mt-[8dvh] w-[min(28rem,calc(100vw-1.5rem))] overflow-hidden text-ink shadow-xl lg:mt-3 lg:ml-3">
      <div class="flex items-center gap-3 border-b border-line px-4">
        <Search size={17} class="shrink-0 text-muted" aria-hidden="true" />
        <input ref={input} type="text" role="combobox" class="h-13 min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted" autocomplete="off" spellcheck={false}
          aria-label={t().organizations.find} aria-expanded={found().length > 0} aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={found().length > 0 ? `${id}-${active()}` : undefined}
          placeholder={t().organizations.find} value={question()} onInput={(event) => setQuestion(event.currentTarget.value)} onKeyDown={onKeyDown} />
      </div>
      <Show when={found().length > 0}>
        <div id={`${id}-list`} role="listbox" aria-label={t().organizations.title} class="max-h-[min(26rem,60dvh)] overflow-y-auto p-2">
          <For each={found()}>{(entry, index) => <Option entry={entry} id={`${id}-${index()}`} isActive={index() === active()} isBelow={!isAsked() && entry.agency !== undefined} onPoint={() => setActive(index())} onChoose={() => { choose(entry); }} />}</For>
        </div>
      </Show>
      <p role="status" class={found().length > 0 ? 'sr-only' : 'px-4 py-8 text-center text-sm text-muted'}>{found().length > 0 ? t().finder.count(found().length) : t().palette.nothing(question())}</p>
      <div class="border-t border-line p-2">
        <button type="button" class="control flex w-full items-center gap-2.5 rounded-lg px-2.5 text-left text-sm hover:bg-sunken" onClick={() => { props.onClose(); openOverlay('organization'); }}><Plus size={16} aria-hidden="true" />{t().organizations.create}</button>
      </div>
    </Dialog>
  );
}
