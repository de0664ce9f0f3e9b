import { A } from '@solidjs/router';
import { useClient } from '@urql/solid';
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down';
import Keyboard from 'lucide-solid/icons/keyboard';
import LogOut from 'lucide-solid/icons/log-out';
import UserRound from 'lucide-solid/icons/user-round';
import type { Viewer } from '../api/session.js';
import { t } from '../i18n/index.js';
import { languageChoice, LANGUAGE_CHOICES } from '../i18n/language.js';
import { Avatar } from '../ui/avatar.js';
import { Choice } from '../ui/choice.js';
import { Popover } from '../ui/popover.js';
import { KeyCaps } from './key-caps.js';
import { leave } from './leave.js';
import { openOverlay } from './overlay.js';
import { speak } from './speak.js';
import { setTheme, theme, THEMES } from './theme.js';

const ROW = 'control flex w-full items-center gap-2.5 rounded-lg px-2 text-left text-sm text-muted hover:bg-sunken hover:text-ink';

/** Who is signed in, language, appearance, and the way out. */
export function AccountPanel(props: { viewer: Viewer; onDone: () => void }) {
  const client = useClient();
  return (
    <div class="flex flex-col gap-3">
      <div class="flex items-center gap-2.5 px-2 text-sm">
        <Avatar name={props.viewer.user.name || props.viewer.user.email} />
        <div class="min-w-0"><p class="truncate font-medium">{props.viewer.user.name || props.viewer.user.email}</p><p class="truncate text-muted">{props.viewer.user.email}</p></div>
      </div>
      <Choice legend={t().frame.language} options={LANGUAGE_CHOICES} words={t().frame.languages} chosen={languageChoice()} onChoose={(choice) => { void speak(choice); }} />
      <Choice legend={t().frame.theme} options={THEMES} words={t().frame.themes} chosen={theme()} onChoose={setTheme} />
      <div class="border-t border-line pt-2">
        <A href="/settings/profile" class={ROW} onClick={() => props.onDone()}><UserRound size={16} aria-hidden="true" />{t().frame.profile}</A>
        <button type="button" class={ROW} onClick={() => { props.onDone(); openOverlay('shortcuts'); }}><Keyboard size={16} aria-hidden="true" /><span class="flex-1">{t().shortcuts.title}</span><KeyCaps keys="?" /></button>
        <button type="button" class={ROW} onClick={() => { void leave(client); }}><LogOut size={16} aria-hidden="true" />{t().frame.signOut}</button>
      </div>
    </div>
  );
}

/** The account at the foot of the navigation. */
export function AccountMenu(props: { viewer: Viewer }) {
  const name = () => props.viewer.user.name || props.viewer.user.email;
  return (
    <Popover label={t().frame.account} class="w-72 p-3"
      button={(attributes) => (
        <button type="button" class="control flex w-full items-center gap-2.5 rounded-lg px-2 text-left text-sm hover:bg-sunken" {...attributes}>
          <Avatar name={name()} /><span class="sr-only">{t().frame.account}</span><span class="min-w-0 flex-1 truncate font-medium">{name()}</span><ChevronsUpDown size={15} class="shrink-0 text-muted" aria-hidden="true" />
        </button>
      )}>
      {(close) => <AccountPanel viewer={props.viewer} onDone={close} />}
    </Popover>
  );
}
