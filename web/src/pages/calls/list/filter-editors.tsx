import { createQuery } from '@urql/solid';
import Check from 'lucide-solid/icons/check';
import { createUniqueId, For, Match, Show, Switch, type JSX } from 'solid-js';
import { endedSentence } from '../../../i18n/ended-reason.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { TextField } from '../../../ui/field.js';
import { SkeletonRows } from '../../../ui/parts.js';
import { whileAgo, type ChipKind } from './chips.js';
import { changeFilters, ENDED_CODES, momentOf, STATUSES, TRANSPORTS, type Filters } from './filters.js';
import { agentNamesQuery } from './list-documents.js';

const PAST = ['-60m', '-24h', '-7d', '-30d'] as const;

export interface EditorProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
  onDone: () => void;
}

interface Option { readonly value: string; readonly name: string }

/** One of several; a press chooses and is done. */
function Options(props: { options: readonly Option[]; chosen: string | undefined; onChoose: (value: string) => void }) {
  return (
    <ul class="flex max-h-72 flex-col overflow-y-auto">
      <For each={props.options}>
        {({ value, name }) => (
          <li>
            <button type="button" aria-pressed={props.chosen === value} class="control flex w-full items-center gap-2.5 rounded-md px-2.5 text-left text-sm hover:bg-sunken" onClick={() => { props.onChoose(value); }}>
              <span class="flex-1">{name}</span><Check size={15} class={props.chosen === value ? 'text-accent' : 'invisible'} aria-hidden="true" />
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}

function YesNo(props: EditorProps & { name: 'isAnswered' | 'isInterrupted' | 'hasRecording' }) {
  const options = () => [{ value: 'true', name: t().calls.chips.yes }, { value: 'false', name: t().calls.chips.no }];
  return <Options options={options()} chosen={props.filters[props.name]} onChoose={(value) => { props.onChange(changeFilters(props.filters, { [props.name]: value })); props.onDone(); }} />;
}

function AgentEditor(props: EditorProps) {
  const [agents] = createQuery({ query: agentNamesQuery });
  const options = () => agents.data?.agents.nodes.flatMap((agent) => (agent ? [{ value: agent.id, name: agent.name }] : [])) ?? [];
  return <Show when={agents.data} fallback={<SkeletonRows rows={3} class="h-8" />}><Options options={options()} chosen={props.filters.agentId} onChoose={(agentId) => { props.onChange(changeFilters(props.filters, { agentId })); props.onDone(); }} /></Show>;
}

function EndedEditor(props: EditorProps) {
  const chosen = () => props.filters.endedCodes?.split(',') ?? [];
  const choose = (code: string, isOn: boolean) => {
    const codes = ENDED_CODES.filter((candidate) => (candidate === code ? isOn : chosen().includes(candidate)));
    props.onChange(changeFilters(props.filters, { endedCodes: codes.join(',') }));
  };
  return (
    <div class="flex max-h-80 flex-col overflow-y-auto">
      <For each={ENDED_CODES}>
        {(code) => (
          <label class="control flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm hover:bg-sunken">
            <input type="checkbox" class="size-4 accent-accent" checked={chosen().includes(code)} onChange={(event) => { choose(code, event.currentTarget.checked); }} />{endedSentence({ code, text: code })}
          </label>
        )}
      </For>
    </div>
  );
}

/** Several fields that count when they are confirmed. */
function Form(props: { onSubmit: () => void; children: JSX.Element }) {
  return (
    <form class="flex flex-col gap-2.5 p-1.5" onSubmit={(event) => { event.preventDefault(); props.onSubmit(); }}>
      {props.children}
      <Button type="submit" look="primary" class="self-end">{t().calls.chips.apply}</Button>
    </form>
  );
}

/** A moment in the words of `<input type="datetime-local">`: the browser's own time. */
const localMoment = (text: string | undefined): string => {
  if (!text) return '';
  const at = momentOf(text, Date.now());
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

function StartedEditor(props: EditorProps) {
  let from: string | undefined;
  let before: string | undefined;
  const isoOf = (local: string | undefined, old: string | undefined) => (local === undefined ? old : local === '' ? undefined : new Date(local).toISOString());
  const submit = () => {
    props.onChange(changeFilters(props.filters, { startedFrom: isoOf(from, props.filters.startedFrom), startedBefore: isoOf(before, props.filters.startedBefore) }));
    props.onDone();
  };
  return (
    <>
      <Options options={PAST.map((value) => ({ value, name: t().calls.chips.last(whileAgo(value) ?? '') }))} chosen={props.filters.startedBefore ? undefined : props.filters.startedFrom}
        onChoose={(startedFrom) => { props.onChange(changeFilters(props.filters, { startedFrom, startedBefore: undefined })); props.onDone(); }} />
      <hr class="my-1.5 border-line" />
      <Form onSubmit={submit}>
        <TextField type="datetime-local" label={t().calls.chips.from} value={localMoment(props.filters.startedFrom)} onValue={(value) => { from = value; }} />
        <TextField type="datetime-local" label={t().calls.chips.until} value={localMoment(props.filters.startedBefore)} onValue={(value) => { before = value; }} />
      </Form>
    </>
  );
}

const secondsOf = (text: string | undefined): string => (text ? String(Number(text) / 1_000) : '');
/** Milliseconds as text, of seconds as somebody wrote them; undefined for an empty field. */
const msOf = (seconds: string): string | undefined => (seconds.trim() === '' ? undefined : String(Math.max(0, Math.round(Number(seconds) * 1_000))));

function DurationEditor(props: EditorProps) {
  let min = secondsOf(props.filters.durationMinMs);
  let max = secondsOf(props.filters.durationMaxMs);
  const submit = () => { props.onChange(changeFilters(props.filters, { durationMinMs: msOf(min), durationMaxMs: msOf(max) })); props.onDone(); };
  return (
    <Form onSubmit={submit}>
      <TextField type="number" min="0" max="86400" step="any" inputmode="decimal" label={t().calls.chips.secondsMin} value={min} onValue={(value) => { min = value; }} />
      <TextField type="number" min="0" max="86400" step="any" inputmode="decimal" label={t().calls.chips.secondsMax} value={max} onValue={(value) => { max = value; }} />
    </Form>
  );
}

function ResponseEditor(props: EditorProps) {
  let min = props.filters.responseMinMs ?? '';
  const submit = () => { props.onChange(changeFilters(props.filters, { responseMinMs: min.trim() === '' ? undefined : String(Math.round(Number(min))) })); props.onDone(); };
  return (
    <Form onSubmit={submit}>
      <TextField type="number" min="0" max="600000" step="1" inputmode="numeric" label={t().calls.chips.responseMin} hint={t().calls.chips.responseHint} value={min} onValue={(value) => { min = value; }} />
    </Form>
  );
}

/** What a filter is set with, by its kind. */
export function FilterEditor(props: EditorProps & { kind: ChipKind }) {
  const id = createUniqueId();
  const choose = (changes: Parameters<typeof changeFilters>[1]) => { props.onChange(changeFilters(props.filters, changes)); props.onDone(); };
  return (
    <div role="group" aria-labelledby={id} class="w-64 max-w-[calc(100vw-2rem)]">
      <p id={id} class="px-2.5 pt-1 pb-1.5 text-xs font-medium text-muted">{t().calls.chips.kinds[props.kind]}</p>
      <Switch>
        <Match when={props.kind === 'status'}><Options options={STATUSES.map((value) => ({ value, name: t().calls.status[value] }))} chosen={props.filters.status} onChoose={(status) => { choose({ status }); }} /></Match>
        <Match when={props.kind === 'transport'}><Options options={TRANSPORTS.map((value) => ({ value, name: t().calls.transport[value] }))} chosen={props.filters.transport} onChoose={(transport) => { choose({ transport }); }} /></Match>
        <Match when={props.kind === 'agent'}><AgentEditor {...props} /></Match>
        <Match when={props.kind === 'started'}><StartedEditor {...props} /></Match>
        <Match when={props.kind === 'ended'}><EndedEditor {...props} /></Match>
        <Match when={props.kind === 'answered'}><YesNo {...props} name="isAnswered" /></Match>
        <Match when={props.kind === 'interrupted'}><YesNo {...props} name="isInterrupted" /></Match>
        <Match when={props.kind === 'recording'}><YesNo {...props} name="hasRecording" /></Match>
        <Match when={props.kind === 'duration'}><DurationEditor {...props} /></Match>
        <Match when={props.kind === 'response'}><ResponseEditor {...props} /></Match>
      </Switch>
    </div>
  );
}
