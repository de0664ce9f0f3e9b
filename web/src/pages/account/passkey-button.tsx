import KeyRound from 'lucide-solid/icons/key-round';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';

/** Signs in with a passkey, where the browser has any. */
export function PasskeyButton(props: { isBusy: boolean; onClick: () => void }) {
  return <Button isBusy={props.isBusy} onClick={() => props.onClick()}><KeyRound size={16} aria-hidden="true" />{t().account.passkey}</Button>;
}
