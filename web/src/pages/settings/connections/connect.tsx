import { useParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import Plug from 'lucide-solid/icons/plug';
import { Match, Show, Switch } from 'solid-js';
import { A, useSearchParams } from '@solidjs/router';
import { sentenceOf } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { t } from '../../../i18n/index.js';
import { buttonClass } from '../../../ui/button.js';
import { BackLink, EmptyState, FailedState, Notice, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { ConnectForm } from './connect-form.js';
import { catalogQuery } from './connection-documents.js';
import { readKind } from './connection-kinds.js';

/** A provider is connected: what to do there, as what, with which key and settings. `?kind=llm&template=ollama` is what it begins with. */
export function ConnectPage() {
  const params = useParams<{ plugin: string }>();
  const [search, setSearch] = useSearchParams<{ kind?: string; template?: string }>();
  const [result, refetch] = createQuery({ query: catalogQuery, requestPolicy: 'cache-and-network', variables: () => ({ search: null, kind: null, language: null }) });
  const offer = () => result.data?.pluginCatalog.find(({ id }) => id === params.plugin);
  const kind = () => offer()?.kinds.find((each) => each.kind === readKind(search.kind)) ?? offer()?.kinds[0];
  const template = () => kind()?.templates.find(({ name }) => name === search.template);
  const title = () => t().connections.connectTitle(offer()?.title ?? '');
  usePageTitle(() => (offer() ? title() : t().connections.catalog));
  return (
    <>
      <BackLink href="/settings/connections/catalog" class="mb-2">{t().connections.catalog}</BackLink>
      <PageHeading title={offer() ? title() : t().connections.connect} />
      <Switch>
        <Match when={result.error && !result.data ? result.error : undefined}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-32" rows={3} /></Match>
        <Match when={!may('connections:manage')}><Notice tone="danger">{t().faults.byCode.FORBIDDEN}</Notice></Match>
        <Match when={!offer()}><EmptyState icon={<Plug size={36} />} title={t().connections.notFoundTitle} text={t().connections.notFoundText}><A class={buttonClass('primary')} href="/settings/connections/catalog">{t().connections.toCatalog}</A></EmptyState></Match>
        <Match when={kind()}>
          {/* Another kind or template begins another form. */}
          <Show when={`${kind()?.kind} ${template()?.name ?? ''}`} keyed>
            {(_which) => <ConnectForm offer={offer()!} kind={kind()!} template={template()} onChoose={(chosen) => { setSearch(chosen, { replace: true, scroll: false }); }} />}
          </Show>
        </Match>
      </Switch>
    </>
  );
}
