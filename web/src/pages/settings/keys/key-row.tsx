import { For, Show } from 'solid-js';
import { formatAgo, formatDate } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Badge } from '../../../ui/parts.js';
import type { ApiKeyFields } from './api-key-documents.js';
import { permissionWords } from './key-permissions.js';
import { keyState, type KeyState } from './key-state.js';

const TONES = { works: 'good', ending: 'warning', expired: 'neutral', revoked: 'neutral' } as const satisfies Record<KeyState, string>;

/** A key: what it is for, what it may do, from where, until when, and when it was used. */
export function KeyRow(props: { apiKey: ApiKeyFields; agentName: (id: string) => string | undefined; mayRevoke: boolean; onRevoke: () => void }) {
  const words = () => t().apiKeys;
  const state = () => keyState(props.apiKey, Date.now());
  const isOver = () => state() === 'expired' || state() === 'revoked';
  const ends = () => {
    const { revokedAt, expiresAt } = props.apiKey;
    if (revokedAt) return words().revokedOn(formatDate(revokedAt));
    if (!expiresAt) return words().neverEnds;
    return state() === 'expired' ? words().expiredOn(formatDate(expiresAt)) : words().endsOn(formatDate(expiresAt));
  };
  return (
    <li class="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
      <div class={`min-w-0 flex-1 basis-64 ${isOver() ? 'opacity-80' : ''}`}>
        <p class="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span class="min-w-0 font-medium break-words">{props.apiKey.name}</span>
          <code class="font-mono text-xs text-muted">{props.apiKey.isTest ? 'pk_test' : 'pk_live'}_…{props.apiKey.lastCharacters}</code>
          <Show when={props.apiKey.isTest}><Badge tone="warning">{words().test}</Badge></Show>
          <Show when={state() !== 'works'}><Badge tone={TONES[state()]}>{words().states[state()]}</Badge></Show>
        </p>
        <ul class="mt-1.5 flex flex-wrap gap-1.5" aria-label={words().mayDo}>
          <For each={props.apiKey.permissions}>{(permission) => <li class="rounded-md border border-line px-2 py-0.5 text-xs text-muted" title={permission}>{permissionWords(permission)}</li>}</For>
        </ul>
        <p class="mt-1.5 text-sm text-muted">
          {props.apiKey.lastUsedAt ? words().used(formatAgo(props.apiKey.lastUsedAt)) : words().neverUsed}
          {' · '}{ends()}{' · '}{words().made(formatDate(props.apiKey.createdAt))}
        </p>
        <Show when={props.apiKey.agentIds.length > 0}><p class="mt-0.5 text-sm break-words text-muted">{words().onlyFor} {props.apiKey.agentIds.map((id) => props.agentName(id) ?? id).join(', ')}</p></Show>
        <Show when={props.apiKey.networks.length > 0}><p class="mt-0.5 text-sm break-words text-muted">{words().onlyFrom} <span class="font-mono text-xs">{props.apiKey.networks.join(', ')}</span></p></Show>
      </div>
      <Show when={props.mayRevoke && !isOver()}><Button look="quiet" class="-mr-2 ml-auto px-2.5 text-sm text-danger!" aria-label={words().revokeKey(props.apiKey.name)} onClick={() => props.onRevoke()}>{words().revoke}</Button></Show>
    </li>
  );
}
