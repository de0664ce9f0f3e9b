import Bookmark from 'lucide-solid/icons/bookmark';
import Columns3 from 'lucide-solid/icons/columns-3';
import Trash from 'lucide-solid/icons/trash';
import { createSignal, For, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Popover } from '../../../ui/popover.js';
import { toast } from '../../../ui/toast.js';
import { chosenColumns, COLUMN_NAMES, showColumn } from './columns.js';
import { removeView, savedViews, saveView, standardViews, VIEW_NAME_MAX } from './saved-views.js';

/** Which columns the list has. */
export function ColumnPicker() {
  return (
    <Popover label={t().calls.columnsTitle} class="p-1.5" button={(attributes) => <Button look="quiet" class="px-2.5 text-sm" {...attributes}><Columns3 size={16} aria-hidden="true" />{t().calls.columnsTitle}</Button>}>
      {() => (
        <fieldset class="w-60">
          <legend class="sr-only">{t().calls.columnsTitle}</legend>
          <For each={COLUMN_NAMES}>
            {(name) => (
              <label class={`control flex items-center gap-2.5 rounded-md px-2.5 text-sm ${name === 'started' ? 'text-muted' : 'cursor-pointer hover:bg-sunken'}`}>
                <input type="checkbox" class="size-4 accent-accent" disabled={name === 'started'} checked={chosenColumns().includes(name)} onChange={(event) => { showColumn(name, event.currentTarget.checked); }} />{t().calls.columns[name]}
              </label>
            )}
          </For>
          <p class="px-2.5 pt-1.5 pb-1 text-xs text-muted">{t().calls.columnsHint}</p>
        </fieldset>
      )}
    </Popover>
  );
}

interface ViewsProps {
  /** The list as it is: what stands behind the question mark of its address. */
  query: string;
  onOpen: (query: string) => void;
}

function ViewLink(props: { name: string; isCurrent: boolean; onOpen: () => void }) {
  return <button type="button" aria-current={props.isCurrent ? 'true' : undefined} class={`control min-w-0 flex-1 truncate rounded-md px-2.5 text-left text-sm hover:bg-sunken ${props.isCurrent ? 'font-medium text-accent' : ''}`} onClick={() => props.onOpen()}>{props.name}</button>;
}

function SaveView(props: ViewsProps) {
  const [name, setName] = createSignal('');
  const save = () => {
    if (name().trim() === '') return;
    if (saveView(name().trim(), props.query)) setName(''); else toast(t().calls.views.tooMany, 'danger');
  };
  return (
    <form class="flex gap-1.5 p-1" onSubmit={(event) => { event.preventDefault(); save(); }}>
      <input class="field-box control min-w-0 flex-1 text-sm" aria-label={t().calls.views.name} placeholder={t().calls.views.name} maxlength={VIEW_NAME_MAX} value={name()} onInput={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" class="px-2.5 text-sm" disabled={name().trim() === ''}>{t().common.save}</Button>
    </form>
  );
}

/** Lists under a name: what most people want, and what was kept here. */
export function Views(props: ViewsProps) {
  return (
    <Popover label={t().calls.views.title} class="p-1.5" button={(attributes) => <Button look="quiet" class="px-2.5 text-sm" {...attributes}><Bookmark size={16} aria-hidden="true" />{t().calls.views.title}</Button>}>
      {(close) => {
        const open = (query: string) => { props.onOpen(query); close(); };
        return (
          <div class="w-64 max-w-[calc(100vw-2rem)]">
            <div class="flex"><ViewLink name={t().calls.views.all} isCurrent={props.query === ''} onOpen={() => { open(''); }} /></div>
            <For each={standardViews()}>{(view) => <div class="flex"><ViewLink name={view.name} isCurrent={view.query === props.query} onOpen={() => { open(view.query); }} /></div>}</For>
            <Show when={savedViews().length > 0}>
              <p class="mt-1.5 border-t border-line px-2.5 pt-2 pb-0.5 text-xs font-medium text-muted">{t().calls.views.mine}</p>
              <For each={savedViews()}>
                {(view) => (
                  <div class="flex items-center">
                    <ViewLink name={view.name} isCurrent={view.query === props.query} onOpen={() => { open(view.query); }} />
                    <IconButton label={t().calls.views.remove(view.name)} onClick={() => { removeView(view.name); }}><Trash size={15} aria-hidden="true" /></IconButton>
                  </div>
                )}
              </For>
            </Show>
            <div class="mt-1.5 border-t border-line pt-1.5"><SaveView query={props.query} onOpen={open} /></div>
          </div>
        );
      }}
    </Popover>
  );
}
