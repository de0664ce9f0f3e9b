import { useClient } from '@urql/solid';
import { createSignal, type Accessor } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { callEndMutation } from '../../live/live-documents.js';
import { callerOf } from '../../live/live-words.js';
import type { Tile, WallStore } from '../../live/wall-store.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';

/** Ending calls from the wall: which one is asked about, and which are on their way out. */
export function createEnding(wall: WallStore) {
  const client = useClient();
  const [asked, setAsked] = createSignal<string>();
  const [ending, setEnding] = createSignal<ReadonlySet<string>>(new Set());
  const end = async (tile: Tile) => {
    const { id } = tile;
    const caller = callerOf(tile.call);
    setAsked(undefined);
    setEnding((all) => new Set([...all, id]));
    const { data, error } = await client.mutation(callEndMutation, { input: { id } });
    const fault = data?.callEnd.errors[0];
    if (error || fault) {
      setEnding((all) => new Set([...all].filter((other) => other !== id)));
      toast(error ? sentenceOf(error) : sentenceOfFault(fault!), 'danger');
    } else toast(t().live.endedToast(caller));
  };
  return { asked: () => { const id = asked(); return id === undefined ? undefined : wall.tiles[id]; }, ask: setAsked, isEnding: (id: string) => ending().has(id), end };
}

/** Asks before a call is cut; says so where it has ended meanwhile. */
export function EndDialog(props: { tile: Accessor<Tile | undefined>; onEnd: (tile: Tile) => void; onClose: () => void }) {
  const isRunning = () => props.tile() !== undefined && props.tile()!.end === null;
  const text = () => { const tile = props.tile(); return tile && isRunning() ? t().live.endText(callerOf(tile.call), tile.call.agentName) : t().live.overAlready; };
  return (
    <Dialog isOpen={props.tile() !== undefined} title={t().live.endTitle} onClose={() => props.onClose()}>
      <p class="text-muted">{text()}</p>
      <div class="mt-5 flex justify-end gap-2">
        <Button look="plain" onClick={() => props.onClose()}>{isRunning() ? t().live.keep : t().common.close}</Button>
        <Button look="danger" disabled={!isRunning()} onClick={() => { const tile = props.tile(); if (tile) props.onEnd(tile); }}>{t().live.endAction}</Button>
      </div>
    </Dialog>
  );
}
