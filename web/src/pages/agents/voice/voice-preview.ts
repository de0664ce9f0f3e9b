import { useClient } from '@urql/solid';
import { createSignal, onCleanup } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { voicePreviewsQuery } from './voice-documents.js';
import { voiceKey } from './voice-list.js';

/** Addresses work for ten minutes; those that are older than this are asked for again. */
const ADDRESSES_MS = 8 * 60_000;

interface Preview { readonly key: string; readonly phase: 'loading' | 'playing' }
interface Addresses { readonly text: string | null; readonly atMs: number; readonly byKey: ReadonlyMap<string, string> }

/** Lets voices be heard, one at a time: one audio element, which belongs into the page, and which voice it speaks with. */
export function createVoicePreview() {
  const client = useClient();
  const audio = new Audio();
  const [preview, setPreview] = createSignal<Preview>();
  const [fault, setFault] = createSignal<{ readonly key: string; readonly sentence: string }>();
  let addresses: Addresses | undefined;

  const stop = () => { audio.pause(); audio.removeAttribute('src'); setPreview(undefined); };
  const fail = (key: string, sentence: string) => { stop(); setFault({ key, sentence }); };
  const isWanted = (key: string) => preview()?.key === key;

  const addressOf = async (voice: string, text: string | null): Promise<string | { fault: string }> => {
    if (addresses?.text !== text || Date.now() - addresses.atMs > ADDRESSES_MS) {
      const { data, error } = await client.query(voicePreviewsQuery, { text }, { requestPolicy: 'network-only' });
      if (error || !data) return { fault: error ? sentenceOf(error) : t().faults.unknown };
      addresses = { text, atMs: Date.now(), byKey: new Map(data.voices.map((voice) => [voiceKey(voice), voice.previewUrl])) };
    }
    const url = addresses.byKey.get(voice);
    if (url === undefined) return { fault: t().voices.gone };
    // The address is signed for this server, whatever name it is reached by.
    const { pathname, search } = new URL(url, location.href);
    return pathname + search;
  };

  const play = async (key: string, voice: string, text: string | null): Promise<void> => {
    stop();
    setFault(undefined);
    setPreview({ key, phase: 'loading' });
    // Some browsers allow sound only to an element that was touched while the finger was down.
    audio.load();
    const address = await addressOf(voice, text);
    if (!isWanted(key)) return;
    if (typeof address !== 'string') { fail(key, address.fault); return; }
    audio.src = address;
    try { await audio.play(); } catch { if (isWanted(key)) fail(key, t().voices.failed); }
  };

  audio.addEventListener('playing', () => { const now = preview(); if (now) setPreview({ ...now, phase: 'playing' }); });
  audio.addEventListener('ended', stop);
  audio.addEventListener('error', () => { const now = preview(); if (now && audio.hasAttribute('src')) fail(now.key, t().voices.failed); });
  onCleanup(stop);

  return {
    audio, fault,
    phaseOf: (key: string) => (isWanted(key) ? preview()?.phase : undefined),
    /** Starts or stops; `key` is the place on the page, `voice` what is heard there. */
    toggle: (key: string, voice: string, text: string | null) => { if (isWanted(key)) stop(); else void play(key, voice, text); },
    stop,
  };
}

export type VoicePreview = ReturnType<typeof createVoicePreview>;
