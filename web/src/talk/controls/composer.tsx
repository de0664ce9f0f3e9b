import Send from 'lucide-solid/icons/send-horizontal';
import { createEffect, Show } from 'solid-js';
import { formatNumber } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { IconButton } from '../../ui/button.js';
import { charactersIn, TEXT_CHARACTERS_MAX, type Talk } from '../talk.js';

/** From here on somebody wants to know how much room is left. */
const COUNT_FROM = TEXT_CHARACTERS_MAX - 200;

/** Writing to the agent, in any call. Enter sends; the length is counted as the server counts it. */
export function Composer(props: { talk: Talk }) {
  let box: HTMLTextAreaElement | undefined;
  const { talk } = props;
  const used = () => charactersIn(talk.shown.draft);
  const isTooLong = () => used() > TEXT_CHARACTERS_MAX;
  const canSend = () => talk.shown.phase === 'running' && used() > 0 && !isTooLong();
  // Whoever chose to write wants to begin.
  createEffect(() => { if (talk.shown.phase === 'running' && talk.shown.way === 'typed') box?.focus({ preventScroll: true }); });
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    talk.submit();
  };
  return (
    <form class="flex flex-col gap-1" onSubmit={(event) => { event.preventDefault(); talk.submit(); }}>
      <div class="flex items-end gap-1.5">
        <textarea
          ref={box} class="field-box control field-sizing-content max-h-32 flex-1 resize-none" rows="1" aria-label={t().talk.write} placeholder={t().talk.write} aria-describedby="talk-write-hint" aria-invalid={isTooLong()} aria-keyshortcuts="Enter"
          value={talk.shown.draft} onInput={(event) => { talk.setDraft(event.currentTarget.value); }} onKeyDown={onKey}
        />
        <IconButton label={t().talk.send} type="submit" disabled={!canSend()} class="border border-edge disabled:opacity-50"><Send size={17} aria-hidden="true" /></IconButton>
      </div>
      <p id="talk-write-hint" class="sr-only">{t().talk.writeHint}</p>
      <Show when={used() > COUNT_FROM}><p class={`text-right text-xs tabular-nums ${isTooLong() ? 'font-medium text-danger' : 'text-muted'}`} role="status">{t().talk.characters(formatNumber(used()), formatNumber(TEXT_CHARACTERS_MAX))}</p></Show>
    </form>
  );
}
