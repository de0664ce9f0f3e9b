import { useClient } from '@urql/solid';
import Download from 'lucide-solid/icons/download';
import { createSignal, Show } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { downloadFrom } from '../../../ui/download.js';
import { Menu } from '../../../ui/menu.js';
import { toast } from '../../../ui/toast.js';
import { auditExportUrlQuery } from './audit-documents.js';
import { whereOf, type AuditFilters } from './audit-filters.js';

const FORMATS = ['CSV', 'JSON_LINES'] as const;

/** The log as a file, under the conditions that are shown. */
export function ExportMenu(props: { filters: AuditFilters }) {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const save = async (format: (typeof FORMATS)[number]) => {
    setBusy(true);
    const { data, error } = await client.query(auditExportUrlQuery, { format, where: whereOf(props.filters) }, { requestPolicy: 'network-only' });
    setBusy(false);
    if (data) downloadFrom(data.auditExportUrl);
    else if (error) toast(sentenceOf(error), 'danger');
  };
  return (
    <Menu label={t().audit.export} class="min-w-44" groups={[{ items: FORMATS.map((format) => ({ name: t().audit.formats[format], onChoose: () => { void save(format); } })) }]}
      button={(attributes) => <Button look="quiet" isBusy={isBusy()} {...attributes}><Show when={!isBusy()}><Download size={16} aria-hidden="true" /></Show>{t().audit.export}</Button>} />
  );
}
