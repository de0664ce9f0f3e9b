import { createSignal, For, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { formatDate } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/parts.js';
import { toast } from '../../../ui/toast.js';
import type { ConnectionFields, OfferKindFields } from './connection-documents.js';
import { ProblemNotice } from './connection-words.js';
import { createChange } from './create-change.js';
import { CredentialField } from './credentials.js';

type SecretFields = OfferKindFields['secrets'][number];

/** The credentials of a connection: what is told of them, and another one in place of each. */
export function Rotation(props: { connection: ConnectionFields; secrets: readonly SecretFields[]; onSaved: () => void }) {
  const words = () => t().connections;
  const change = createChange((fault) => fault.path?.[1] === 'credentials');
  const [open, setOpen] = createSignal<readonly string[]>([]);
  const [values, setValues] = createStore<Record<string, string>>({});
  const kept = (name: string) => props.connection.secrets.find((secret) => secret.name === name);
  const isOpen = (name: string) => open().includes(name);
  const faultOf = (name: string) => { const fault = change.faults().find(({ path }) => path?.[1] === 'credentials' && (path[2] === name || path.length === 2)); return fault && sentenceOfFault(fault); };
  const close = (name: string) => { setOpen((all) => all.filter((other) => other !== name)); setValues(name, ''); };
  const begin = (name: string) => { setOpen((all) => [...all, name]); queueMicrotask(() => { document.querySelector<HTMLInputElement>(`[data-secret="${CSS.escape(name)}"] input`)?.focus(); }); };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const saved = await change.change(props.connection.id, { credentials: open().map((name) => ({ name, value: (values[name] ?? '').trim() })) });
    if (!saved) return;
    for (const name of open()) close(name);
    toast(words().rotated);
    props.onSaved();
  };
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      <ul class="flex flex-col gap-4">
        <For each={props.secrets}>
          {(secret) => (
            <li data-secret={secret.name}>
              <Show when={isOpen(secret.name)} fallback={(
                <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                  <div class="min-w-0"><p class="text-sm font-medium" lang="en">{secret.title}</p><p class="text-sm text-muted">{kept(secret.name) ? words().isSet(kept(secret.name)!.lastFour, formatDate(kept(secret.name)!.updatedAt)) : words().isNotSet}</p></div>
                  <Show when={may('connections:manage')}><Button aria-label={words().replaceOf(secret.title)} onClick={() => { begin(secret.name); }}>{words().replace}</Button></Show>
                </div>
              )}>
                <CredentialField secret={secret} label={words().newOf(secret.title)} value={values[secret.name] ?? ''} fault={faultOf(secret.name)} isRequired onValue={(value) => { setValues(secret.name, value); }} />
                <Button look="quiet" class="mt-1 -ml-2 px-2.5 text-sm" onClick={() => { close(secret.name); }}>{words().keep}</Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={open().length > 0}>
        <p class="text-sm text-muted">{words().rotate}</p>
        <Show when={change.failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
        <Show when={change.problem()}>{(problem) => <ProblemNotice problem={problem()} isAnnounced />}</Show>
        <div><Button look="primary" type="submit" isBusy={change.isBusy()}>{words().save}</Button></div>
      </Show>
    </form>
  );
}
