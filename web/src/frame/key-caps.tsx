import { t } from '../i18n/index.js';
import { Keys } from '../ui/keys.js';
import { shownKeys } from './keys.js';
import { isMac } from './shortcuts.js';

/** The keys of an action, as caps. */
export function KeyCaps(props: { keys: string }) {
  return <Keys keys={shownKeys(props.keys, isMac ? '⌘' : `${t().shortcuts.control} `)} />;
}
