import Copy from 'lucide-solid/icons/copy';
import Download from 'lucide-solid/icons/download';
import { createUniqueId, For } from 'solid-js';
import { viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { copyText } from '../../../ui/copy.js';
import { downloadText } from '../../../ui/download.js';
import { Notice } from '../../../ui/parts.js';

/** Recovery codes, shown once: to be copied, or kept as a file. */
export function RecoveryCodes(props: { codes: readonly string[]; onDone: () => void }) {
  const id = createUniqueId();
  const text = () => `${t().security.fileHead(viewer()?.user.email ?? '')}\n\n${props.codes.join('\n')}\n`;
  return (
    <div class="flex flex-col gap-4">
      <p id={id} class="text-muted">{t().security.codesText}</p>
      <ul aria-labelledby={id} class="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-lg border border-line bg-canvas px-4 py-3 font-mono text-sm"><For each={props.codes}>{(code) => <li>{code}</li>}</For></ul>
      <Notice tone="warning">{t().security.shownOnce}</Notice>
      <div class="flex flex-wrap justify-end gap-2">
        <Button onClick={() => { void copyText(props.codes.join('\n')); }}><Copy size={16} aria-hidden="true" />{t().common.copy}</Button>
        <Button onClick={() => { downloadText('parley-recovery-codes.txt', text()); }}><Download size={16} aria-hidden="true" />{t().security.download}</Button>
        <Button look="primary" onClick={() => props.onDone()}>{t().security.kept}</Button>
      </div>
    </div>
  );
}
