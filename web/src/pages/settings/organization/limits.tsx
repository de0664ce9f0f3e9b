import { createQuery } from '@urql/solid';
import { For, Match, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Meter } from '../../../ui/meter.js';
import { FailedState, SkeletonRows } from '../../../ui/parts.js';
import { Section } from '../../../ui/section.js';
import { LIMIT_NAMES, usedText } from './limit-words.js';
import { limitsQuery } from './organization-documents.js';

/** What the organization may use, and what it has used. */
export function Limits() {
  const [result, refetch] = createQuery({ query: limitsQuery, requestPolicy: 'cache-and-network' });
  const limits = () => result.data?.viewer?.organization.limits;
  return (
    <Switch>
      <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
      <Match when={!result.data}><SkeletonRows class="h-64" rows={1} /></Match>
      <Match when={limits()}>
        {(known) => (
          <Section title={t().limits.title} hint={t().limits.plan(t().limits.plans[known().plan])}>
            <div class="grid gap-x-8 gap-y-5 sm:grid-cols-2"><For each={LIMIT_NAMES}>{(name) => <Meter label={t().limits.names[name]} used={known()[name].used} max={known()[name].max} text={usedText(name, known()[name])} />}</For></div>
            <p class="text-sm text-muted">{t().limits.hint}</p>
          </Section>
        )}
      </Match>
    </Switch>
  );
}
