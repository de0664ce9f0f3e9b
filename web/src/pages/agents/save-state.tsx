import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import LoaderCircle from 'lucide-solid/icons/loader-circle';
import { Match, Show, Switch } from 'solid-js';
import { locale, t } from '../../i18n/index.js';
import type { AgentEditor } from './agent-editor.js';

const timeOf = (ms: number) => new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(new Date(ms));

/** Leads to the first field that the server would not take. */
function showFirstFault(editor: AgentEditor): void {
  editor.showFaults();
  const field = document.querySelector<HTMLElement>('[aria-invalid="true"]');
  const entry = field?.closest('details');
  if (entry) entry.open = true;
  field?.focus();
}

function Failed(props: { reason: string; action: string; onAction: () => void }) {
  return (
    <span class="flex min-w-0 items-center gap-x-2 leading-tight text-danger">
      <CircleAlert size={15} class="shrink-0" aria-hidden="true" /><span class="min-w-0">{t().editor.notSaved(props.reason)}</span>
      <button type="button" class="control inline-flex shrink-0 items-center rounded px-1 font-medium underline lg:min-h-6" onClick={() => props.onAction()}>{props.action}</button>
    </span>
  );
}

/** How the draft stands, in plain words. Failures are announced; that all goes well is only shown. */
export function SaveStateLine(props: { editor: AgentEditor }) {
  const state = () => props.editor.saveState();
  const failed = () => { const now = state(); return now.kind === 'failed' ? now : undefined; };
  const savedAtMs = () => { const now = state(); return now.kind === 'saved' ? now.atMs : undefined; };
  const isIncomplete = () => props.editor.unsent().length > 0 && (state().kind === 'saved' || state().kind === 'resting');
  return (
    <div class="flex min-h-6 items-center text-sm text-muted" data-save={isIncomplete() ? 'incomplete' : state().kind}>
      <div role="alert" class="contents">
        <Show when={failed()}>{(now) => <Failed reason={now().reason} action={t().common.retry} onAction={() => { void props.editor.flush(); }} />}</Show>
        <Show when={state().kind === 'conflict'}><span class="text-danger">{t().editor.notSaved(t().editor.conflictShort)}</span></Show>
      </div>
      <Switch>
        <Match when={failed() || state().kind === 'conflict'}>{null}</Match>
        <Match when={state().kind === 'saving'}><span class="inline-flex items-center gap-1.5"><LoaderCircle size={15} class="animate-spin" aria-hidden="true" />{t().editor.saving}</span></Match>
        <Match when={state().kind === 'waiting'}>{t().editor.waiting}</Match>
        <Match when={isIncomplete()}><Failed reason={t().editor.incomplete(props.editor.faults().length)} action={t().editor.showFault} onAction={() => { showFirstFault(props.editor); }} /></Match>
        <Match when={savedAtMs()}>{(atMs) => <span class="inline-flex items-center gap-1.5"><CircleCheck size={15} class="text-accent" aria-hidden="true" />{t().editor.savedAt(timeOf(atMs()))}</span>}</Match>
        <Match when={state().kind === 'resting'}>{t().editor.allSaved}</Match>
      </Switch>
    </div>
  );
}
