import { createQuery } from '@urql/solid';
import { Match, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { securityQuery } from './security-documents.js';
import { TwoFactor } from './two-factor.js';

/** How one's account is kept: what is asked for at the door. */
export function SecurityPage() {
  usePageTitle(() => t().settings.pages.security);
  const [result, refetch] = createQuery({ query: securityQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  return (
    <>
      <PageHeading title={t().settings.pages.security} />
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-40" rows={1} /></Match>
        <Match when={result.data?.viewer?.user.twoFactor}>
          {(state) => <div class="flex flex-col gap-4"><TwoFactor state={state()} refresh={refresh} /></div>}
        </Match>
      </Switch>
    </>
  );
}
