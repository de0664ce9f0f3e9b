import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import { createMemo, createSignal, onCleanup, onMount, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { formatClock } from '../../../i18n/format.js';
import { IconButton } from '../../../ui/button.js';
import type { Player } from './player.js';

/** Play and pause at the foot of a narrow screen, while the player itself has been scrolled away. */
export function MiniPlayer(props: { player: Player; main: HTMLElement | undefined }) {
  const [isAway, setAway] = createSignal(false);
  const seconds = createMemo(() => Math.floor(props.player.positionMs() / 1_000));
  onMount(() => {
    if (!props.main) return;
    const observer = new IntersectionObserver(([entry]) => { if (entry) setAway(!entry.isIntersecting); });
    observer.observe(props.main);
    onCleanup(() => { observer.disconnect(); });
  });
  return (
    <Show when={isAway() && (props.player.isPlaying() || props.player.positionMs() > 0)}>
      <div class="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-surface px-3 pb-[env(safe-area-inset-bottom)] lg:hidden">
        <div class="absolute inset-x-0 top-0 h-0.5 origin-left bg-accent" style={{ transform: `scaleX(${props.player.positionMs() / Math.max(1, props.player.durationMs)})` }} />
        <div class="flex items-center gap-2 py-1">
          <IconButton label={props.player.isPlaying() ? t().call.pause : t().call.play} onClick={props.player.toggle}><Show when={props.player.isPlaying()} fallback={<Play size={18} aria-hidden="true" />}><Pause size={18} aria-hidden="true" /></Show></IconButton>
          <span class="text-sm tabular-nums">{formatClock(seconds() * 1_000)} <span class="text-muted">/ {formatClock(props.player.durationMs)}</span></span>
        </div>
      </div>
    </Show>
  );
}
