import type { ParentProps } from 'solid-js';
import { Button } from '../../../ui/button.js';

/** One thing that has consequences: what it does, and its button. */
export function DangerRow(props: ParentProps<{ title: string; text: string; action: string; look?: 'danger' | 'plain'; onAsk: () => void }>) {
  return (
    <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3.5 sm:px-5">
      <div class="min-w-0 flex-1 basis-60"><h3 class="font-medium">{props.title}</h3><p class="text-sm text-muted">{props.text}</p></div>
      <Button look={props.look ?? 'danger'} onClick={() => props.onAsk()}>{props.action}</Button>
      {props.children}
    </div>
  );
}
