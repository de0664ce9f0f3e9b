import { stringifyDocument } from '@urql/core';
import { useClient } from '@urql/solid';
import Copy from 'lucide-solid/icons/copy';
import Download from 'lucide-solid/icons/download';
import Terminal from 'lucide-solid/icons/terminal';
import { createMemo, createSignal, onMount, Show, type JSX } from 'solid-js';
import type { CombinedError } from '@urql/core';
import { sentenceOf } from '../../../api/faults.js';
import type { ResultOf } from '../../../api/graphql.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { copyText } from '../../../ui/copy.js';
import { FailedState, Notice, SkeletonRows } from '../../../ui/parts.js';
import type { CallEvents } from './call-events.js';
import { callRawQuery } from './event-documents.js';
import { curlOf, rawJson, shownPart } from './raw-text.js';

function Code(props: { title: string; text: string; actions: JSX.Element }) {
  const shown = createMemo(() => shownPart(props.text));
  return (
    <div class="card">
      <header class="flex flex-wrap items-center justify-between gap-2 border-b border-line py-1.5 pr-2 pl-4"><h2 class="text-sm font-semibold">{props.title}</h2><div class="flex flex-wrap gap-1">{props.actions}</div></header>
      <pre class="max-h-[70dvh] overflow-auto p-4 font-mono text-xs leading-5 [tab-size:2]" tabindex="0" role="region" aria-label={props.title}>{shown().text}</pre>
      <Show when={shown().isCut}><div class="p-3"><Notice>{t().raw.cut}</Notice></div></Show>
    </div>
  );
}

/** The call as the api tells it, the query that asked, and the same as a command. */
export function Raw(props: { callId: string; log: CallEvents }) {
  const client = useClient();
  const [call, setCall] = createSignal<ResultOf<typeof callRawQuery>['call']>();
  const [error, setError] = createSignal<CombinedError>();
  const variables = () => ({ id: props.callId });
  const load = async () => {
    setError(undefined);
    const result = await client.query(callRawQuery, variables(), { requestPolicy: 'network-only' });
    if (result.data?.call) setCall(result.data.call); else setError(result.error);
  };
  onMount(() => { void load(); });
  const json = createMemo(() => (call() && props.log.isComplete() ? rawJson({ ...call(), events: props.log.events().map(({ __typename, ...event }) => ({ type: __typename, ...event })) }) : undefined));
  const query = stringifyDocument(callRawQuery);
  const download = (text: string) => {
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = document.createElement('a');
    Object.assign(link, { href: url, download: `${props.callId}.json` });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div class="flex flex-col gap-4">
      <Show when={error() ?? props.log.error()}>{(fault) => <FailedState sentence={sentenceOf(fault())} onRetry={() => { void load(); props.log.retry(); }} />}</Show>
      <Show when={json()} fallback={<Show when={!error() && !props.log.error()}><SkeletonRows rows={3} class="h-24" /></Show>}>
        {(text) => (
          <Code title={t().raw.json} text={text()} actions={(
            <>
              <Button look="quiet" class="px-2.5 text-sm" onClick={() => { void copyText(text()); }}><Copy size={15} aria-hidden="true" />{t().call.copy}</Button>
              <Button look="quiet" class="px-2.5 text-sm" onClick={() => { download(text()); }}><Download size={15} aria-hidden="true" />{t().raw.download}</Button>
            </>
          )} />
        )}
      </Show>
      <Code title={t().raw.query} text={query} actions={(
        <>
          <Button look="quiet" class="px-2.5 text-sm" onClick={() => { void copyText(query); }}><Copy size={15} aria-hidden="true" />{t().call.copy}</Button>
          <Button look="quiet" class="px-2.5 text-sm" onClick={() => { void copyText(curlOf(`${location.origin}/graphql`, query, variables())); }}><Terminal size={15} aria-hidden="true" />{t().raw.curl}</Button>
        </>
      )} />
      <p class="text-sm text-muted">{t().raw.curlHint}</p>
    </div>
  );
}
