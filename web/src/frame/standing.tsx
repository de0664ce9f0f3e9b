import { useClient } from '@urql/solid';
import UserRoundCog from 'lucide-solid/icons/user-round-cog';
import { createEffect, createSignal, onCleanup, onMount, Show } from 'solid-js';
import { endImpersonation } from '../api/impersonation.js';
import type { Viewer } from '../api/session.js';
import { formatDate } from '../i18n/format.js';
import { t } from '../i18n/index.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/parts.js';
import { toast } from '../ui/toast.js';
import { useActions } from './actions.js';

const MINUTE_MS = 60_000;
/** So often it is looked how long is left. */
const LOOK_MS = 5_000;

/** How long something still is, looked at while the component lives. */
function createLeft(endsAt: () => string): () => number {
  const read = () => new Date(endsAt()).getTime() - Date.now();
  const [leftMs, setLeftMs] = createSignal(read());
  const timer = setInterval(() => { setLeftMs(read()); }, LOOK_MS);
  onCleanup(() => { clearInterval(timer); });
  return leftMs;
}

/** Gives the page room below a banner, as high as it is. */
function makeRoom(banner: HTMLElement): void {
  const observer = new ResizeObserver(() => { document.documentElement.style.setProperty('--banner', `${banner.offsetHeight}px`); });
  observer.observe(banner);
  onCleanup(() => { observer.disconnect(); document.documentElement.style.removeProperty('--banner'); });
}

interface BannerProps { viewer: Viewer; impersonation: NonNullable<Viewer['impersonation']> }

/** Above every page while somebody works as somebody else: who, as whom, why, for how long, and the way out. */
export function ImpersonationBanner(props: BannerProps) {
  const client = useClient();
  let banner: HTMLElement | undefined;
  const [isBusy, setBusy] = createSignal(false);
  const leftMs = createLeft(() => props.impersonation.endsAt);
  const nameOf = ({ name, email }: { name: string; email: string }) => name || email;
  const leftText = () => (leftMs() < MINUTE_MS ? t().standing.lessThanMinute : t().standing.left(Math.floor(leftMs() / MINUTE_MS)));
  const end = async () => {
    setBusy(true);
    const sentence = await endImpersonation(client, `/settings/platform/${props.viewer.organization.id}`);
    setBusy(false);
    if (sentence !== undefined) toast(sentence, 'danger');
  };
  useActions(() => [{ id: 'impersonation.end', name: t().standing.endAs(nameOf(props.viewer.user)), icon: () => <UserRoundCog size={16} />, run: () => { void end(); } }]);
  onMount(() => { if (banner) makeRoom(banner); });
  // Once the time is up the session is over, and one is oneself again.
  let isOver = false;
  createEffect(() => { if (leftMs() <= 0 && !isOver) { isOver = true; void end(); } });
  return (
    <section ref={banner} aria-label={t().standing.label} class="sticky top-0 z-30 flex items-center gap-x-4 gap-y-1 border-b border-warning bg-warning-soft px-4 py-1.5 text-sm">
      <UserRoundCog size={18} class="shrink-0 text-warning max-sm:hidden" aria-hidden="true" />
      <div class="min-w-0 flex-1">
        <p role="status" class="break-words"><span class="font-semibold">{t().standing.impersonating(nameOf(props.viewer.user), props.viewer.organization.name)}</span></p>
        <p class="flex flex-wrap gap-x-2 text-muted"><span class="line-clamp-2 min-w-0 break-words" title={props.impersonation.reason}>{t().standing.by(nameOf(props.impersonation.byUser), props.impersonation.reason)}</span></p>
      </div>
      <span class="shrink-0 text-warning tabular-nums max-sm:hidden">{leftText()}</span>
      <Button isBusy={isBusy()} onClick={() => { void end(); }}><span class="flex flex-col leading-tight">{t().standing.end}<span class="text-xs font-normal text-muted sm:hidden">{leftText()}</span></span></Button>
    </section>
  );
}

/** Above what the page shows, in an organization that the platform has suspended. */
export function SuspendedNotice(props: { viewer: Viewer }) {
  return (
    <div class="mb-5">
      <Notice tone="warning" title={t().standing.suspendedTitle(formatDate(props.viewer.organization.suspendedAt!))}>
        <p>{t().standing.suspendedText}</p>
        <Show when={props.viewer.organization.suspendedReason}>{(reason) => <p class="mt-1 break-words">{t().standing.suspendedReason(reason())}</p>}</Show>
      </Notice>
    </div>
  );
}
