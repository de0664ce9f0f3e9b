import { useClient } from '@urql/solid';
import Download from 'lucide-solid/icons/download';
import { createSignal } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { toast } from '../../../ui/toast.js';
import { whereOf, type ListQuery } from './filters.js';
import { callsExportUrlQuery } from './list-documents.js';

/** The list as a file, all of its pages. */
export function ExportButton(props: { query: ListQuery; total: number }) {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const download = async () => {
    setBusy(true);
    const { data, error } = await client.query(callsExportUrlQuery, { where: whereOf(props.query.filters, Date.now()), orderBy: props.query.orderBy }, { requestPolicy: 'network-only' });
    setBusy(false);
    if (!data) { if (error) toast(sentenceOf(error), 'danger'); return; }
    // The address is signed for this server, whatever name it is reached by.
    const { pathname, search } = new URL(data.callsExportUrl, location.href);
    const link = document.createElement('a');
    Object.assign(link, { href: pathname + search, download: '' });
    link.click();
  };
  return <Button look="quiet" class="px-2.5 text-sm" isBusy={isBusy()} disabled={props.total === 0} onClick={() => { void download(); }}><Download size={16} aria-hidden="true" />{t().calls.exportCalls(props.total)}</Button>;
}
