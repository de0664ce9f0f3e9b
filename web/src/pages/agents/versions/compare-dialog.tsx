import ArrowRight from 'lucide-solid/icons/arrow-right';
import { For, Match, Show, Switch } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Notice, SkeletonRows } from '../../../ui/parts.js';
import { Comparison, WideDialog } from '../compare/wide-dialog.js';
import type { Loaded, Stand } from './stands.js';

interface CompareDialogProps {
  /** What is compared; undefined while the dialog is closed. */
  compared: { readonly before: Stand; readonly after: Stand } | undefined;
  stands: readonly { readonly stand: Stand; readonly name: string }[];
  load: (stand: Stand) => Loaded;
  onCompare: (before: Stand, after: Stand) => void;
  onClose: () => void;
}

function StandSelect(props: { label: string; stand: Stand; stands: CompareDialogProps['stands']; onChoose: (stand: Stand) => void }) {
  return (
    <select class="field-box control w-auto! min-w-0 flex-1 sm:flex-none" aria-label={props.label} value={String(props.stand)} onChange={(event) => { props.onChoose(props.stands.find(({ stand }) => String(stand) === event.currentTarget.value)?.stand ?? props.stand); }}>
      <For each={props.stands}>{({ stand, name }) => <option value={String(stand)} selected={stand === props.stand}>{name}</option>}</For>
    </select>
  );
}

/** What changed from one stand of the agent to another; both can be chosen. */
export function CompareDialog(props: CompareDialogProps) {
  return (
    <WideDialog isOpen={props.compared !== undefined} title={t().versions.compareTitle} onClose={props.onClose} actions={<Button onClick={() => props.onClose()}>{t().common.close}</Button>}>
      <Show when={props.compared}>
        {(compared) => {
          const before = () => props.load(compared().before);
          const after = () => props.load(compared().after);
          const fault = () => [before(), after()].map((loaded) => (loaded && 'fault' in loaded ? loaded.fault : undefined)).find((sentence) => sentence !== undefined);
          const both = () => { const [one, other] = [before(), after()]; return one && other && 'draft' in one && 'draft' in other ? { before: one.draft, after: other.draft } : undefined; };
          return (
            <>
              <div class="mb-4 flex flex-wrap items-center gap-2">
                <StandSelect label={t().versions.from} stand={compared().before} stands={props.stands} onChoose={(stand) => props.onCompare(stand, compared().after)} />
                <ArrowRight size={16} class="text-muted" aria-hidden="true" />
                <StandSelect label={t().versions.to} stand={compared().after} stands={props.stands} onChoose={(stand) => props.onCompare(compared().before, stand)} />
              </div>
              <Switch fallback={<SkeletonRows rows={3} />}>
                <Match when={fault()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Match>
                <Match when={both()}>{(drafts) => <Comparison before={drafts().before} after={drafts().after} />}</Match>
              </Switch>
            </>
          );
        }}
      </Show>
    </WideDialog>
  );
}
