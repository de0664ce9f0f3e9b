import { A, useParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Bot from 'lucide-solid/icons/headset';
import { Match, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { TalkPanel } from '../../talk/talk-panel.js';
import { buttonClass } from '../../ui/button.js';
import { BackLink, EmptyState, FailedPage, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { talkAgentQuery } from './talk-page-documents.js';

/** A conversation that has the whole page: on a telephone, or to show somebody. */
export function TalkPage() {
  const params = useParams<{ id: string }>();
  const [result, refetch] = createQuery({ query: talkAgentQuery, variables: () => ({ id: params.id }), requestPolicy: 'network-only' });
  usePageTitle(() => { const name = result.data?.agent?.name; return name === undefined ? undefined : t().talk.pageTitle(name); });
  return (
    <Switch>
      <Match when={result.error}>{(error) => <FailedPage sentence={sentenceOf(error())} onRetry={() => { refetch(); }} back={<BackLink href="/agents">{t().editor.back}</BackLink>} />}</Match>
      <Match when={!result.data}><SkeletonRows class="h-40" /></Match>
      <Match when={result.data?.agent === null}><h1 class="sr-only">{t().frame.notFoundTitle}</h1><EmptyState icon={<Bot size={36} />} title={t().frame.notFoundTitle} text={t().editor.notFound}><A class={buttonClass('primary')} href="/agents">{t().frame.toAgents}</A></EmptyState></Match>
      <Match when={result.data?.agent}>
        {(agent) => (
          <div class="mx-auto flex h-[calc(100dvh-5.9rem)] min-h-[30rem] max-w-3xl flex-col gap-2 max-lg:-my-2 lg:h-[calc(100dvh-4rem)]">
            <header class="flex items-center gap-2">
              <A href={`/agents/${agent().id}`} class="control -ml-2 inline-flex aspect-square items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink" aria-label={t().talk.back} title={t().talk.back}><ArrowLeft size={18} aria-hidden="true" /></A>
              <h1 class="min-w-0 truncate text-xl font-semibold tracking-tight">{agent().name}</h1>
            </header>
            <TalkPanel look="page" agentId={agent().id} publishedNumber={agent().publishedVersion?.number} hasNewerDraft={agent().hasUnpublishedChanges} />
          </div>
        )}
      </Match>
    </Switch>
  );
}
