import { A } from '@solidjs/router';
import { For } from 'solid-js';
import { t } from '../../../i18n/index.js';

export const TABS = ['turns', 'timeline', 'cost', 'raw'] as const;
export type Tab = (typeof TABS)[number];

/** The tab that an address names; the first where it names none. */
export const readTab = (text: string | undefined): Tab => TABS.find((tab) => tab === text) ?? 'turns';

/** The views of a call, each with an address of its own. */
export function Tabs(props: { callId: string; current: Tab }) {
  return (
    <nav aria-label={t().call.views} class="flex gap-1 overflow-x-auto border-b border-line">
      <For each={TABS}>
        {(tab) => (
          <A href={`/calls/${props.callId}${tab === 'turns' ? '' : `?tab=${tab}`}`} noScroll aria-current={props.current === tab ? 'page' : undefined} activeClass="" inactiveClass=""
            class={`control -mb-px inline-flex items-center border-b-2 px-3 text-sm font-medium whitespace-nowrap ${props.current === tab ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink'}`}>{t().call.tabs[tab]}</A>
        )}
      </For>
    </nav>
  );
}
