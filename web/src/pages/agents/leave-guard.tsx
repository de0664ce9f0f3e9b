import { useBeforeLeave } from '@solidjs/router';
import { createSignal, onCleanup, onMount } from 'solid-js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import type { AgentEditor } from './agent-editor.js';

/** Nobody is kept longer on a page that they want to leave. */
const LEAVE_WAIT_MS = 3_000;
/** After this long in another tab, others may have stored something. */
const AWAY_MS = 10_000;

const within = (work: Promise<boolean>, limitMs: number): Promise<boolean> => Promise.race([work, new Promise<boolean>((resolve) => { setTimeout(() => { resolve(false); }, limitMs); })]);

/** Saves before the page is left, inside the console and with the tab; asks only where that does not work. */
export function LeaveGuard(props: { editor: AgentEditor }) {
  const [goOn, setGoOn] = createSignal<() => void>();
  useBeforeLeave((event) => {
    const isSamePage = typeof event.to === 'string' && new URL(event.to, location.href).pathname === location.pathname;
    if (isSamePage || event.defaultPrevented || props.editor.unsent().length === 0) return;
    event.preventDefault();
    void within(props.editor.flush(), LEAVE_WAIT_MS).then((isStored) => {
      if (isStored && props.editor.unsent().length === 0) event.retry(true);
      else setGoOn(() => () => { event.retry(true); });
    });
  });

  // A request that is under way may end with the page; one that waits is sent past its end.
  const isAtRisk = () => props.editor.unsent().length > 0 && props.editor.saveState().kind !== 'waiting';
  const onUnload = (event: BeforeUnloadEvent) => { if (isAtRisk()) event.preventDefault(); };
  let hiddenAtMs = Date.now();
  /** The page may be gone in a moment: what waits is sent past its end, and kept by the tab. */
  const sendAway = () => {
    hiddenAtMs = Date.now();
    props.editor.keepInTab();
    if (props.editor.saveState().kind === 'waiting') void props.editor.flush();
  };
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') sendAway();
    else if (Date.now() - hiddenAtMs > AWAY_MS) void props.editor.refresh();
  };
  const onOnline = () => { props.editor.reconnected(); };
  const onKey = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') { event.preventDefault(); void props.editor.flush(); }
  };
  onMount(() => {
    addEventListener('beforeunload', onUnload);
    document.addEventListener('visibilitychange', onVisibility);
    addEventListener('pagehide', sendAway);
    addEventListener('online', onOnline);
    addEventListener('keydown', onKey);
  });
  onCleanup(() => {
    removeEventListener('beforeunload', onUnload);
    document.removeEventListener('visibilitychange', onVisibility);
    removeEventListener('pagehide', sendAway);
    removeEventListener('online', onOnline);
    removeEventListener('keydown', onKey);
  });
  return (
    <Dialog isOpen={goOn() !== undefined} title={t().editor.leaveTitle} onClose={() => setGoOn(undefined)}>
      <p class="text-muted">{t().editor.leaveText}</p>
      <div class="mt-5 flex justify-end gap-2">
        <Button look="danger" onClick={() => goOn()?.()}>{t().editor.leave}</Button>
        <Button look="primary" onClick={() => setGoOn(undefined)}>{t().editor.stay}</Button>
      </div>
    </Dialog>
  );
}
