import { createQuery } from '@urql/solid';
import { Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { FailedState, Notice, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { Secret } from '../../../ui/secret.js';
import { usePageTitle } from '../../../ui/title.js';
import { Domains } from './domains.js';
import { ProviderForm } from './provider-form.js';
import { createProviderTest, ProviderTest } from './provider-test.js';
import { Removal, Requirement } from './requirement.js';
import { singleSignOnQuery, type DomainFields, type ProviderFields } from './single-sign-on-documents.js';
import { Step } from './step.js';

/** Where providers send people back to, as far as this page knows; the server says it once a provider is set. */
const guessedCallbackUrl = () => `${location.origin}/auth/oidc/callback`;

/** The address to register. Who came here by another name of the server may have registered a wrong one. */
function Callback(props: { kept: ProviderFields | null }) {
  return (
    <>
      <Secret isMinor label={t().singleSignOn.callback} text={props.kept?.callbackUrl ?? guessedCallbackUrl()} />
      <Show when={props.kept && props.kept.callbackUrl !== guessedCallbackUrl()}><Notice tone="warning">{t().singleSignOn.otherOrigin}</Notice></Show>
    </>
  );
}

/** The way there, in its order. */
function Steps(props: { domains: readonly DomainFields[]; kept: ProviderFields | null; refresh: () => void }) {
  const test = createProviderTest();
  const words = () => t().singleSignOn.steps;
  const isProven = () => props.domains.some(({ state }) => state === 'PROVEN');
  return (
    <>
      <ol class="flex flex-col gap-4">
        <Step number={1} {...words().domains} isDone={isProven()}><Domains domains={props.domains} refresh={() => props.refresh()} /></Step>
        <Step number={2} {...words().register} isDone={props.kept !== null}><Callback kept={props.kept} /></Step>
        <Step number={3} {...words().provider} isDone={props.kept !== null}>
          {/* Another provider begins another form; what is written in one stays when the list of domains changes. */}
          <Show when={props.kept === null ? 'none' : 'set'} keyed>{(_state) => <ProviderForm kept={props.kept} onSaved={() => { props.refresh(); void test.run(); }} />}</Show>
        </Step>
        <Step number={4} {...words().test} isDone={test.isWorking()}><ProviderTest test={test} isReady={props.kept !== null} /></Step>
        <Step number={5} {...words().require} isDone={props.kept?.isRequired === true}><Requirement kept={props.kept} isReady={props.kept !== null && (isProven() || props.kept.isRequired)} refresh={() => props.refresh()} /></Step>
      </ol>
      <Removal kept={props.kept} refresh={() => props.refresh()} />
    </>
  );
}

/** People of the business sign in through its own identity provider. */
export function SingleSignOnPage() {
  usePageTitle(() => t().settings.pages['single-sign-on']);
  const [result, refetch] = createQuery({ query: singleSignOnQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const organization = () => result.data?.viewer?.organization;
  return (
    <>
      <PageHeading title={t().settings.pages['single-sign-on']} />
      <p class="-mt-3 mb-5 text-sm text-muted">{t().singleSignOn.intro}</p>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-32" rows={3} /></Match>
        <Match when={organization()?.domains}>{(domains) => <div class="flex flex-col gap-4"><Steps domains={domains()} kept={organization()?.singleSignOn ?? null} refresh={refresh} /></div>}</Match>
        <Match when={organization()}><Notice tone="danger">{t().faults.byCode.FORBIDDEN}</Notice></Match>
      </Switch>
    </>
  );
}
