import { createMemo, For } from 'solid-js';
import { t } from '../i18n/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { actions, type ActionGroup } from './actions.js';
import { KeyCaps } from './key-caps.js';
import { areShortcutsOn, setShortcutsOn } from './shortcuts.js';

const GROUPS: readonly ActionGroup[] = ['here', 'go', 'settings'];

/** The keys that do something on this page, each with what it does. */
export function ShortcutSheet(props: { onClose: () => void }) {
  const groups = createMemo(() => GROUPS.map((name) => ({ name, list: actions().filter(({ keys, group = 'here' }) => keys !== undefined && group === name) })).filter(({ list }) => list.length > 0));
  return (
    <Dialog isOpen title={t().shortcuts.title} onClose={() => props.onClose()} class="card w-[min(32rem,calc(100vw-1.5rem))] p-5 text-ink shadow-xl">
      <p class="mb-4 text-sm text-muted">{areShortcutsOn() ? t().shortcuts.hint : t().shortcuts.off}</p>
      <For each={groups()}>
        {({ name, list }) => (
          <section class="mb-4" aria-labelledby={`shortcuts-${name}`}>
            <h3 id={`shortcuts-${name}`} class="mb-1 text-xs font-medium text-muted">{t().palette.groups[name]}</h3>
            <dl class="divide-y divide-line">
              <For each={list}>{(action) => (
                <div class="flex items-center justify-between gap-4 py-1.5 text-sm">
                  <dt>{action.name}</dt>
                  <dd><KeyCaps keys={action.keys!} /></dd>
                </div>
              )}</For>
            </dl>
          </section>
        )}
      </For>
      <div class="flex flex-wrap justify-end gap-2">
        <Button onClick={() => { setShortcutsOn(!areShortcutsOn()); }}>{areShortcutsOn() ? t().shortcuts.switchOff : t().shortcuts.switchOn}</Button>
        <Button look="primary" autofocus onClick={() => props.onClose()}>{t().common.close}</Button>
      </div>
    </Dialog>
  );
}
