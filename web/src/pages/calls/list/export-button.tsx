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
export function ExportButton(props: { query: ListQuery; total: number | undefined }) {
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
  // As wide before the number is known as with it, so that nothing beside it moves.
  return <Button look="quiet" class="min-w-46 px-2.5 text-sm tabular-nums" isBusy={isBusy()} disabled={!props.total} onClick={() => { void download(); }}><Download size={16} aria-hidden="true" />{props.total === undefined ? t().calls.export : t().calls.exportCalls(props.total)}</Button>;
}
