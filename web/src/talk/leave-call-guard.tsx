import { useBeforeLeave } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { t } from '../i18n/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';

/** Asks before a link inside the console ends a call that runs. */
export function LeaveCallGuard(props: { isRunning: boolean }) {
  const [goOn, setGoOn] = createSignal<() => void>();
  useBeforeLeave((event) => {
    const isSamePage = typeof event.to === 'string' && new URL(event.to, location.href).pathname === location.pathname;
    if (isSamePage || event.defaultPrevented || !props.isRunning) return;
    event.preventDefault();
    setGoOn(() => () => { event.retry(true); });
  });
  return (
    <Dialog isOpen={goOn() !== undefined} title={t().talk.leaveTitle} onClose={() => setGoOn(undefined)}>
      <p class="text-muted">{t().talk.leaveText}</p>
      <div class="mt-5 flex flex-wrap justify-end gap-2">
        <Button look="danger" onClick={() => goOn()?.()}>{t().talk.leave}</Button>
        <Button look="primary" onClick={() => setGoOn(undefined)}>{t().talk.stay}</Button>
      </div>
    </Dialog>
  );
}
