import { useClient } from '@urql/solid';
import LogOut from 'lucide-solid/icons/log-out';
import { For } from 'solid-js';
import { sentenceOf } from '../api/faults.js';
import { signOut, type Viewer } from '../api/session.js';
import { t } from '../i18n/index.js';
import { toast } from '../ui/toast.js';
import { setTheme, theme, THEMES } from './theme.js';

/** The account at the foot of the navigation: who and where, appearance, sign out. */
export function AccountMenu(props: { viewer: Viewer }) {
  const client = useClient();
  const leave = async () => {
    const error = await signOut(client);
    if (error) toast(sentenceOf(error), 'danger');
  };
  return (
    <div class="flex flex-col gap-3 border-t border-line pt-3">
      <fieldset>
        <legend class="mb-1.5 px-2 text-xs font-medium text-muted">{t().frame.theme}</legend>
        <div class="flex rounded-lg bg-sunken p-0.5">
          <For each={THEMES}>
            {(choice) => (
              <label class="flex-1">
                <input type="radio" name="theme" class="peer sr-only" checked={theme() === choice} onChange={() => { setTheme(choice); }} />
                <span class="control flex cursor-pointer items-center justify-center rounded-md text-sm text-muted peer-checked:bg-surface peer-checked:font-medium peer-checked:text-ink peer-checked:shadow-sm peer-focus-visible:outline-2 peer-focus-visible:outline-accent">{t().frame.themes[choice]}</span>
              </label>
            )}
          </For>
        </div>
      </fieldset>
      <div class="px-2 text-sm">
        <p class="truncate font-medium">{props.viewer.organization.name}</p>
        <p class="truncate text-muted">{props.viewer.user.email}</p>
      </div>
      <button type="button" class="control flex items-center gap-2.5 rounded-lg px-2 text-left text-sm text-muted hover:bg-sunken hover:text-ink" onClick={() => { void leave(); }}>
        <LogOut size={16} aria-hidden="true" /> {t().frame.signOut}
      </button>
    </div>
  );
}
