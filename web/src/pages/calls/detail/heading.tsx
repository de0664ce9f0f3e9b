import { A } from '@solidjs/router';
import { useClient } from '@urql/solid';
import Copy from 'lucide-solid/icons/copy';
import PhoneOff from 'lucide-solid/icons/phone-off';
import { createSignal, onCleanup, Show, type JSX } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { useActions } from '../../../frame/actions.js';
import { endedSentence } from '../../../i18n/ended-reason.js';
import { t } from '../../../i18n/index.js';
import { formatClock, formatMoment, formatMoney, formatShort } from '../../../i18n/format.js';
import { Button, IconButton } from '../../../ui/button.js';
import { copyText } from '../../../ui/copy.js';
import { Dialog } from '../../../ui/dialog.js';
import { BackLink, Badge } from '../../../ui/parts.js';
import { toast } from '../../../ui/toast.js';
import { callEndMutation, type CallFields } from '../call-documents.js';
import { callerOf } from '../list/columns.js';
import { listHref } from '../list/list-memory.js';

/** Ends that the agent's settings decide, and those that the state of the installation explains. */
const AGENT_CODES: ReadonlySet<string> = new Set(['CALLER_SILENT', 'DURATION_LIMIT']);
const HEALTH_CODES: ReadonlySet<string> = new Set(['PROVIDERS_DOWN', 'MEDIA_LOST', 'INTERNAL_ERROR']);

function Fact(props: { name: string; children: JSX.Element }) {
  return <div class="min-w-0"><dt class="text-xs text-muted">{props.name}</dt><dd class="truncate text-sm font-medium tabular-nums">{props.children}</dd></div>;
}

/** How long a running call has lasted, second by second. */
function Elapsed(props: { since: string }) {
  const passedMs = () => Date.now() - new Date(props.since).getTime();
  const [elapsedMs, setElapsed] = createSignal(passedMs());
  const timer = setInterval(() => setElapsed(passedMs()), 1_000);
  onCleanup(() => { clearInterval(timer); });
  return <>{formatClock(elapsedMs())}</>;
}

/** Ends a running call, after a question: somebody is on the line. */
function EndCall(props: { call: CallFields; onEnded: () => void }) {
  const client = useClient();
  const [isAsking, setAsking] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const end = async () => {
    setBusy(true);
    const { data, error } = await client.mutation(callEndMutation, { input: { id: props.call.id } });
    setBusy(false);
    const fault = data?.callEnd.errors[0];
    if (error || fault) { toast(error ? sentenceOf(error) : sentenceOfFault(fault!), 'danger'); return; }
    setAsking(false);
    props.onEnded();
  };
  useActions(() => [{ id: 'call.end', name: t().call.end, icon: () => <PhoneOff size={16} />, run: () => { setAsking(true); } }]);
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}><PhoneOff size={15} aria-hidden="true" />{t().call.end}</Button>
      <Dialog isOpen={isAsking()} title={t().call.endTitle} onClose={() => setAsking(false)}>
        <p class="text-muted">{t().call.endText}</p>
        <div class="mt-4 flex justify-end gap-2"><Button onClick={() => setAsking(false)}>{t().common.cancel}</Button><Button look="danger" isBusy={isBusy()} onClick={() => { void end(); }}>{t().call.end}</Button></div>
      </Dialog>
    </>
  );
}

/** Why it is over: who and what, and where one can do something about it. */
function Ended(props: { call: CallFields; reason: NonNullable<CallFields['endedReason']> }) {
  const next = () => {
    const steps: Partial<Record<string, string>> = t().call.nextSteps;
    return steps[props.reason.code];
  };
  const isOfPlatform = () => HEALTH_CODES.has(props.reason.code);
  return (
    <p class="mt-3 text-sm">
      <span class="font-medium">{endedSentence(props.reason)}</span>
      <Show when={next()}>{(step) => <> <span class="text-muted">{step()}</span> <Show when={isOfPlatform() || AGENT_CODES.has(props.reason.code)}><A class="line-link text-accent underline" href={isOfPlatform() ? '/settings/health' : `/agents/${props.call.agent.id}`}>{isOfPlatform() ? t().call.toHealth : t().call.toAgent(props.call.agent.name)}</A></Show></>}</Show>
    </p>
  );
}

/** What a call is: whom, when, how long, how it ended; what can be done with it. */
export function Heading(props: { call: CallFields; onChanged: () => void }) {
  const copyId = () => { void copyText(props.call.id); };
  useActions(() => [{ id: 'call.copy-id', name: t().call.copyId, icon: () => <Copy size={16} />, run: copyId }]);
  return (
    <header class="mb-4">
      <div class="flex min-h-9 items-center justify-between gap-2">
        <BackLink href={listHref()}>{t().call.back}</BackLink>
        <div class="flex items-center gap-1">
          <Show when={props.call.status !== 'ENDED' && may('calls:end')}><EndCall call={props.call} onEnded={props.onChanged} /></Show>
          <IconButton label={t().call.copyId} onClick={copyId}><Copy size={16} aria-hidden="true" /></IconButton>
        </div>
      </div>
      <div class="flex flex-wrap items-center gap-x-3">
        <h1 class="text-2xl font-semibold tracking-tight">{props.call.agent.name} · {formatMoment(props.call.startedAt)}</h1>
        <Show when={props.call.status !== 'ENDED'}><Badge tone={props.call.status === 'ACTIVE' ? 'good' : 'warning'}>{t().calls.status[props.call.status]}</Badge></Show>
      </div>
      <div class="card mt-3 px-4 py-3">
        <dl class="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:flex lg:flex-wrap lg:gap-x-10">
          <Fact name={t().call.agent}><A href={`/agents/${props.call.agent.id}`} class="text-accent underline">{props.call.agent.name}</A>, {t().call.version(props.call.agentVersion.number)}</Fact>
          <Fact name={t().calls.columns.caller}>{callerOf(props.call)}</Fact>
          <Fact name={t().call.way}>{t().calls.transport[props.call.transport]}</Fact>
          <Fact name={t().call.duration}>{props.call.durationMs !== null ? formatClock(props.call.durationMs) : props.call.answeredAt ? <Elapsed since={props.call.answeredAt} /> : '–'}</Fact>
          <Fact name={t().calls.columns.response}>{props.call.responseP50Ms === null ? '–' : `${formatShort(props.call.responseP50Ms)} / ${formatShort(props.call.responseP95Ms ?? props.call.responseP50Ms)}`}</Fact>
          <Fact name={t().call.cost}>{formatMoney(props.call.cost.amount, props.call.cost.currency)}</Fact>
        </dl>
        <Show when={props.call.endedReason}>{(reason) => <Ended call={props.call} reason={reason()} />}</Show>
      </div>
    </header>
  );
}
