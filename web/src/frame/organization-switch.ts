import { useClient } from '@urql/solid';
import { createSignal } from 'solid-js';
import { t } from '../i18n/index.js';
import { toast } from '../ui/toast.js';

/** Goes to another organization; tells where that could not be done. How it is done is fetched when somebody goes. */
export function useOrganizationSwitch() {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const go = async (id: string): Promise<void> => {
    setBusy(true);
    const sentence = await import('./go-elsewhere.js').then(({ goElsewhere }) => goElsewhere(client, id), () => t().faults.unreachable);
    setBusy(false);
    if (sentence !== undefined) toast(sentence, 'danger');
  };
  return { go: (id: string) => { void go(id); }, isBusy };
}
