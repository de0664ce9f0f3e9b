import { createQuery } from '@urql/solid';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { Passkeys } from './passkeys.js';
import { PasswordForm } from './password-form.js';
import { securityQuery } from './security-documents.js';
import { Sessions } from './sessions.js';
import { TwoFactor } from './two-factor.js';

/** How one's account is kept: what is asked for at the door, and who is in. */
export function SecurityPage() {
  usePageTitle(() => t().settings.pages.security);
  const [result, refetch] = createQuery({ query: securityQuery, requestPolicy: 'cache-and-network' });
  const [changes, setChanges] = createSignal(0);
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  return (
    <>
      <PageHeading title={t().settings.pages.security} />
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-40" rows={1} /></Match>
        <Match when={result.data?.viewer?.user.twoFactor}>
          {(state) => (
            <div class="flex flex-col gap-4">
              <TwoFactor state={state()} refresh={refresh} />
              <Passkeys />
              <PasswordForm onChanged={() => { setChanges((count) => count + 1); }} />
              {/* A changed password ends sessions: the list is fetched anew. */}
              <Show when={changes() + 1} keyed>{(_count) => <Sessions />}</Show>
            </div>
          )}
        </Match>
      </Switch>
    </>
  );
}
