import { useNavigate } from '@solidjs/router';
import X from 'lucide-solid/icons/x';
import { For, Show } from 'solid-js';
import { locale, t } from '../../../i18n/index.js';
import { TextField } from '../../../ui/field.js';
import { SelectField } from '../../../ui/select-field.js';
import { auditHref, type AuditFilters } from './audit-filters.js';
import { actionWords, knownActions } from './audit-words.js';

interface BarProps { filters: AuditFilters; nameOf: (id: string | null) => string | undefined }

function without(filters: AuditFilters, name: keyof AuditFilters): AuditFilters {
  const { [name]: _gone, ...rest } = filters;
  return rest;
}

/** What the log is narrowed by; all of it is in the address. */
export function AuditFilterBar(props: BarProps) {
  const navigate = useNavigate();
  const words = () => t().audit;
  const set = (name: keyof AuditFilters, value: string) => { navigate(auditHref(value ? { ...props.filters, [name]: value } : without(props.filters, name)), { scroll: false }); };
  const actions = () => {
    const asked = props.filters.action;
    const all = knownActions().map((value) => ({ value, name: actionWords(value) })).toSorted((one, other) => one.name.localeCompare(other.name, locale()));
    return [{ value: '', name: words().anyAction }, ...all, ...(asked && !knownActions().includes(asked) ? [{ value: asked, name: asked }] : [])];
  };
  const ids = () => (['actorId', 'targetId'] as const).flatMap((name) => (props.filters[name] ? [{ name, id: props.filters[name], label: name === 'actorId' ? words().actor : words().target }] : []));
  return (
    <div class="mb-4 flex flex-col gap-2">
      <div class="grid grid-cols-2 gap-3 sm:grid-cols-[minmax(0,1fr)_11rem_11rem]">
        <div class="max-sm:col-span-2"><SelectField label={words().filterAction} value={props.filters.action ?? ''} options={actions()} onValue={(value) => { set('action', value); }} /></div>
        <TextField label={words().from} type="date" class="min-w-0" max={props.filters.to} value={props.filters.from ?? ''} onValue={() => {}} onChange={(event) => { set('from', event.currentTarget.value); }} />
        <TextField label={words().to} type="date" class="min-w-0" min={props.filters.from} value={props.filters.to ?? ''} onValue={() => {}} onChange={(event) => { set('to', event.currentTarget.value); }} />
      </div>
      <Show when={ids().length > 0}>
        <ul class="flex flex-wrap gap-2">
          <For each={ids()}>
            {({ name, id, label }) => (
              <li class="inline-flex max-w-full items-stretch rounded-lg border border-line bg-surface text-sm">
                <span class="flex min-w-0 items-center gap-1 pl-2.5"><span class="text-muted">{label}:</span> <span class="truncate font-medium">{props.nameOf(id) ?? id}</span></span>
                <button type="button" class="control flex w-8 items-center justify-center rounded-r-lg text-muted hover:bg-sunken hover:text-ink max-lg:w-12" aria-label={words().remove(label)} title={words().remove(label)} onClick={() => { set(name, ''); }}><X size={14} aria-hidden="true" /></button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
