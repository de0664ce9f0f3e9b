import ExternalLink from 'lucide-solid/icons/external-link';
import { For, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { TextField } from '../../../ui/field.js';
import { OptionList } from '../../../ui/option-list.js';
import { Notice } from '../../../ui/parts.js';
import { Step } from '../single-sign-on/step.js';
import { Connected } from './connected.js';
import type { OfferFields, OfferKindFields } from './connection-documents.js';
import { ProblemNotice, Prose } from './connection-words.js';
import { createConnect, type Connect } from './create-connect.js';
import { CredentialFields } from './credentials.js';
import type { SettingField } from './form/setting-fields.js';
import { SettingInputs } from './form/setting-inputs.js';
import { priceSource, priceWords } from './prices.js';

interface FormProps {
  offer: OfferFields;
  kind: OfferKindFields;
  template: OfferKindFields['templates'][number] | undefined;
  onChoose: (chosen: { kind?: string; template?: string | undefined }) => void;
}

const PLAIN = '';

/** What to do at the provider first, and where more is written about it; settings are called what they are called below. */
function Vendor(props: { offer: OfferFields; kind: OfferKindFields; fields: readonly SettingField[] }) {
  const names = () => Object.fromEntries([...props.kind.secrets.map(({ name, title }) => [name, title]), ...props.fields.map(({ name, label }) => [name, label])]) as Record<string, string>;
  return (
    <>
      <ul class="flex list-disc flex-col gap-1.5 pl-4 text-sm empty:hidden"><For each={props.offer.setup}>{(step) => <li><Prose text={step} names={names()} /></li>}</For></ul>
      <p class="flex flex-wrap gap-x-4 text-sm text-muted empty:hidden">
        <Show when={props.offer.egress.length > 0}><span class="break-words">{t().connections.goesTo(props.offer.egress.join(', '))}</span></Show>
        <Show when={props.offer.docs?.startsWith('https://') ? props.offer.docs : undefined}>{(href) => <a class="line-link gap-1 text-accent underline" href={href()} target="_blank" rel="noreferrer">{t().connections.guide}<ExternalLink size={13} aria-hidden="true" /></a>}</Show>
      </p>
    </>
  );
}

/** What it costs by list price, where that is known. */
function Prices(props: { kind: OfferKindFields }) {
  return <Show when={props.kind.prices.length > 0}><p class="text-sm text-muted" title={priceSource(props.kind.prices[0]!)}>{props.kind.prices.map(priceWords).join(' · ')}</p></Show>;
}

function Outcome(props: { connect: Connect }) {
  return (
    <>
      <Show when={props.connect.failure()}>{(sentence) => <Notice tone="danger" title={t().connections.notConnected}>{sentence()}</Notice>}</Show>
      <Show when={props.connect.problem()}>{(problem) => <ProblemNotice problem={problem()} isAnnounced />}</Show>
    </>
  );
}

/** One provider, step by step; beside the key most of it is filled in already. */
export function ConnectForm(props: FormProps) {
  const words = () => t().connections;
  const connect = createConnect(props.offer, props.kind, (props.template?.settings ?? {}) as Readonly<Record<string, unknown>>);
  // A server of one's own may ask for no key: whoever enters an address has one.
  const isOwnServer = () => connect.form.fields.some(({ name, kind }) => kind === 'address' && name in connect.form.settings());
  const kinds = () => props.offer.kinds.map(({ kind, title, description }) => ({ value: kind as string, name: t().plugins.kinds[kind], text: description || title }));
  const templates = () => [{ value: PLAIN, name: words().plain, text: words().plainText }, ...props.kind.templates.map(({ name, title, description }) => ({ value: name, name: title, text: description }))];
  const steps = () => [...(kinds().length > 1 ? ['kind'] : []), ...(props.kind.templates.length > 0 ? ['template'] : []), props.kind.secrets.length > 0 ? 'credentials' : 'vendor', 'settings'];
  const number = (step: string) => steps().indexOf(step) + 1;
  return (
    <Show when={connect.made()} fallback={(
      <form onSubmit={(event) => { event.preventDefault(); void connect.submit(); }}>
        <ol class="flex flex-col gap-4">
          <Show when={kinds().length > 1}><Step number={number('kind')} {...words().steps.kind} isDone={false}><div lang="en"><OptionList legend={words().kind} options={kinds()} chosen={props.kind.kind} onChoose={(kind) => { props.onChoose({ kind: kind.toLowerCase(), template: undefined }); }} /></div></Step></Show>
          <Show when={props.kind.templates.length > 0}><Step number={number('template')} {...words().steps.template} isDone={false}><OptionList legend={words().steps.template.title} options={templates()} chosen={props.template?.name ?? PLAIN} onChoose={(template) => { props.onChoose({ template: template || undefined }); }} /></Step></Show>
          <Show when={props.kind.secrets.length > 0} fallback={<Step number={number('vendor')} {...words().steps.vendor} isDone={false}><Vendor offer={props.offer} kind={props.kind} fields={connect.form.fields} /></Step>}><Step number={number('credentials')} {...words().steps.credentials} isDone={false}><Vendor offer={props.offer} kind={props.kind} fields={connect.form.fields} /><CredentialFields secrets={props.kind.secrets} values={connect.values.secrets} isRequired={!isOwnServer()} faultOf={connect.secretFault} onValue={connect.setSecret} /></Step></Show>
          <Step number={number('settings')} {...words().steps.settings} isDone={false}>
            <SettingInputs fields={connect.form.fields} draft={connect.form.draft} voices={[]} faultOf={(name) => connect.form.faultOf(connect.faults(), name)} onChange={connect.form.set} />
            <TextField label={words().name} hint={words().nameHint} isOptional maxlength={120} autocomplete="off" placeholder={props.offer.title} fault={connect.about('name')} value={connect.values.name} onValue={connect.setName} />
            <Prices kind={props.kind} />
            <Outcome connect={connect} />
            <div class="flex flex-wrap gap-2">
              <Button look="primary" type="submit" isBusy={connect.isBusy()}>{words().testAndConnect}</Button>
              <Show when={connect.problem()}><Button look="quiet" disabled={connect.isBusy()} title={words().keepHint} onClick={() => { void connect.submit(true); }}>{words().keepAnyway}</Button></Show>
            </div>
          </Step>
        </ol>
      </form>
    )}>
      {(connection) => <Connected offer={props.offer} kind={props.kind} connection={connection()} connect={connect} />}
    </Show>
  );
}
