import { A } from '@solidjs/router';
import Globe from 'lucide-solid/icons/globe';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { may } from '../../../api/may.js';
import { languageName } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Avatar } from '../../../ui/avatar.js';
import { Button, buttonClass } from '../../../ui/button.js';
import { Badge } from '../../../ui/parts.js';
import { kindIcon } from './connection-kinds.js';
import type { OfferFields, OfferKindFields } from './connection-documents.js';
import { Prose } from './connection-words.js';
import { priceSource, priceWords } from './prices.js';
import { readFields } from './form/setting-fields.js';

const LANGUAGES_MAX = 4;

/** Whether a kind can be connected as it is: it asks for nothing. */
export const isReady = ({ secrets, settingsSchema }: OfferKindFields): boolean => secrets.length === 0 && readFields(settingsSchema).every(({ isRequired }) => !isRequired);

function languagesOf({ languages }: OfferKindFields): string {
  if (languages.length === 0) return '';
  if (languages.includes('*') || languages.length > LANGUAGES_MAX) return t().connections.everyLanguage;
  return languages.map(languageName).join(', ');
}

/** What a plugin does as one kind of provider: its price, its languages, and the way to connect it. */
function OfferedKind(props: { offer: OfferFields; kind: OfferKindFields; isBusy: boolean; isLocked: boolean; onConnect: () => void }) {
  const words = () => t().connections;
  const kindName = () => t().plugins.kinds[props.kind.kind];
  const what = () => `${props.offer.title}, ${kindName()}`;
  const price = () => props.kind.prices[0];
  return (
    <li class="flex items-center gap-3 py-2 pr-2 pl-4 sm:pl-5">
      <Dynamic component={kindIcon(props.kind.kind)} size={16} class="shrink-0 text-muted" aria-hidden="true" />
      <div class="min-w-0 flex-1">
        <p class="text-sm font-medium">{kindName()}</p>
        <p class="text-xs break-words text-muted">
          <Show when={price()} fallback={isReady(props.kind) ? words().oneClick : words().noPrice}>{(first) => <span title={priceSource(first())}>{priceWords(first())}</span>}</Show>
          <Show when={languagesOf(props.kind)}>{(languages) => <> · {languages()}</>}</Show>
          <Show when={props.kind.templates.length > 0}> · {words().templates(props.kind.templates.length)}</Show>
        </p>
      </div>
      <Show when={may('connections:manage')}>
        <Show when={isReady(props.kind)} fallback={<A href={`/settings/connections/new/${props.offer.id}?kind=${props.kind.kind.toLowerCase()}`} class={buttonClass('plain', 'px-3 text-sm')} aria-label={words().setUpOf(what())}>{words().setUp}</A>}>
          <Button class="px-3 text-sm" isBusy={props.isBusy} disabled={props.isLocked} aria-label={words().connectNowOf(what())} onClick={() => props.onConnect()}>{words().connectNow}</Button>
        </Show>
      </Show>
    </li>
  );
}

interface CardProps {
  offer: OfferFields;
  /** How many connections the organization has through it. */
  connected: number;
  /** The kind that is being connected now. */
  busyKind: string | undefined;
  isLocked: boolean;
  onConnect: (kind: OfferKindFields) => void;
}

/** A plugin of the catalogue and all that it offers. */
export function CatalogCard(props: CardProps) {
  const words = () => t().connections;
  return (
    <li class="card mb-4 break-inside-avoid">
      <div class="flex gap-3 px-4 pt-4 sm:px-5">
        <Avatar name={props.offer.title} isSquare />
        <div class="min-w-0 flex-1">
          <div class="flex flex-wrap items-center gap-x-2 gap-y-1"><h2 class="font-semibold break-words">{props.offer.title}</h2><Show when={props.connected > 0}><Badge tone="good">{words().connectedCount(props.connected)}</Badge></Show></div>
          <Show when={props.offer.description}><p class="mt-0.5 text-sm text-muted"><Prose text={props.offer.description} /></p></Show>
          {/* One that is told where to go in its settings says nothing of it here. */}
          <Show when={props.offer.egress.length > 0 || props.offer.kinds.every(isReady)} fallback={<div class="mb-3" />}>
            <p class="mt-1.5 mb-3 flex items-center gap-1.5 text-xs text-muted"><Globe size={13} class="shrink-0" aria-hidden="true" /><span class="min-w-0 break-words">{props.offer.egress.length > 0 ? words().goesTo(props.offer.egress.join(', ')) : words().staysHere}</span></p>
          </Show>
        </div>
      </div>
      <ul class="divide-y divide-line border-t border-line"><For each={props.offer.kinds}>{(kind) => <OfferedKind offer={props.offer} kind={kind} isBusy={props.busyKind === kind.kind} isLocked={props.isLocked} onConnect={() => props.onConnect(kind)} />}</For></ul>
    </li>
  );
}
