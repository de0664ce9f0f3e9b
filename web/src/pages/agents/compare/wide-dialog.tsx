import { lazy, Show, Suspense, type JSX, type ParentProps } from 'solid-js';
import { Dialog } from '../../../ui/dialog.js';
import { SkeletonRows } from '../../../ui/parts.js';

/** Finding differences takes a library, which is fetched when somebody looks at some. */
export const Comparison = lazy(() => import('./comparison.js').then((module) => ({ default: module.Comparison })));

interface WideDialogProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  /** What can be done, at its foot. */
  actions: JSX.Element;
}

/** A dialog with much to read: what can be done stays in sight while the rest is scrolled. */
export function WideDialog(props: ParentProps<WideDialogProps>) {
  return (
    <Dialog isOpen={props.isOpen} title={props.title} onClose={props.onClose} class="card w-[min(52rem,calc(100vw-1.5rem))] max-h-[calc(100dvh-1.5rem)] overflow-hidden text-ink shadow-xl [&>h2]:px-5 [&>h2]:pt-5">
      <Show when={props.isOpen}>
        <div class="max-h-[calc(100dvh-12rem)] overflow-y-auto px-5 pt-1 pb-5 outline-offset-[-2px]" tabindex="0" role="region" aria-label={props.title}>
          <Suspense fallback={<SkeletonRows rows={3} />}>{props.children}</Suspense>
        </div>
        <div class="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3.5">{props.actions}</div>
      </Show>
    </Dialog>
  );
}
