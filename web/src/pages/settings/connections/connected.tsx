import { A } from '@solidjs/router';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { createSignal, For, onMount, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { formatShort } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button, buttonClass } from '../../../ui/button.js';
import { Badge } from '../../../ui/parts.js';
import type { ConnectionFields, OfferFields, OfferKindFields } from './connection-documents.js';
import { ProblemNotice } from './connection-words.js';
import type { Connect } from './create-connect.js';
import { sharedSettings, type Settings } from './form/setting-draft.js';
import { readFields } from './form/setting-fields.js';

interface ConnectedProps { offer: OfferFields; kind: OfferKindFields; connection: ConnectionFields; connect: Connect }

/** Whether another kind can be connected with what was entered: it asks for the same credentials, and for nothing more. */
const goesToo = (one: OfferKindFields, other: OfferKindFields): boolean => other.kind !== one.kind && JSON.stringify(other.secrets) === JSON.stringify(one.secrets) && readFields(other.settingsSchema).every(({ isRequired }) => !isRequired);

/** Another kind of the same provider: one press, with the credentials that are still in the page. */
function Also(props: ConnectedProps & { other: OfferKindFields }) {
  const words = () => t().connections;
  const [isBusy, setBusy] = createSignal(false);
  const [made, setMade] = createSignal<ConnectionFields>();
  const [failed, setFailed] = createSignal<Awaited<ReturnType<Connect['ask']>>>();
  const kindName = () => t().plugins.kinds[props.other.kind];
  const run = async () => {
    setBusy(true);
    const answer = await props.connect.ask({ kind: props.other.kind, settings: sharedSettings(props.connect.form.settings(), props.kind.settingsSchema, props.other.settingsSchema) as Settings, secrets: props.other.secrets });
    setBusy(false);
    setMade(answer.connection ?? undefined);
    setFailed(answer.connection ? undefined : answer);
  };
  const problem = () => { const fault = failed()?.errors.find((each) => 'problem' in each); return fault && 'problem' in fault ? fault.problem : undefined; };
  const sentence = () => { const answer = failed(); return problem() ? undefined : answer?.error ? sentenceOf(answer.error) : answer?.errors[0] && sentenceOfFault(answer.errors[0]); };
  return (
    <li class="flex flex-col gap-2 py-2.5">
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div class="min-w-0"><p class="font-medium">{kindName()}</p><p class="text-sm text-muted" lang="en">{props.other.description || props.other.title}</p></div>
        <Show when={made()} fallback={<Button isBusy={isBusy()} aria-label={words().also(kindName())} onClick={() => { void run(); }}>{words().connectNow}</Button>}>{(connection) => <Badge tone="good">{words().latency(formatShort(connection().latencyMs ?? 0))}</Badge>}</Show>
      </div>
      <Show when={problem()}>{(what) => <ProblemNotice problem={what()} isAnnounced />}</Show>
      <Show when={sentence()}>{(text) => <p class="text-sm text-danger" role="alert">{text()}</p>}</Show>
    </li>
  );
}

/** It is connected: how quick it is, what else the same key is good for, and the way on. */
export function Connected(props: ConnectedProps) {
  const words = () => t().connections;
  let heading: HTMLHeadingElement | undefined;
  onMount(() => { heading?.focus(); });
  const others = () => props.offer.kinds.filter((other) => goesToo(props.kind, other));
  const isPending = () => props.connection.status === 'PENDING_APPROVAL';
  const isKept = () => props.connection.status === 'ERROR';
  const title = () => (isPending() ? words().waits(props.connection.name) : isKept() ? words().kept(props.connection.name) : words().connectedTitle(props.connection.name));
  const text = () => (isPending() ? words().waitsText : isKept() ? words().keepHint : words().worksShort(formatShort(props.connection.latencyMs ?? 0)));
  return (
    <div class="flex flex-col gap-4">
      <section class="card flex flex-wrap items-start gap-x-4 gap-y-3 p-4 sm:p-5">
        <CircleCheck size={24} class={isKept() ? 'shrink-0 text-edge' : 'shrink-0 text-accent'} aria-hidden="true" />
        <div class="min-w-0 flex-1 basis-60"><h2 ref={heading} tabindex="-1" class="text-lg font-semibold outline-none">{title()}</h2><p class="text-muted">{text()}</p></div>
        <div class="flex flex-wrap gap-2"><A href={`/settings/connections/${props.connection.id}`} class={buttonClass('plain')}>{words().toConnection}</A><A href="/settings/connections" class={buttonClass('primary')}>{words().done}</A></div>
      </section>
      <Show when={!isKept() && others().length > 0}>
        <section class="card p-4 sm:p-5">
          <h2 class="font-semibold">{words().alsoTitle}</h2>
          <p class="text-sm text-muted">{words().alsoText}</p>
          <ul class="mt-2 divide-y divide-line"><For each={others()}>{(other) => <Also {...props} other={other} />}</For></ul>
        </section>
      </Show>
    </div>
  );
}
