import Activity from 'lucide-solid/icons/activity';
import AudioLines from 'lucide-solid/icons/audio-lines';
import Brain from 'lucide-solid/icons/brain';
import Database from 'lucide-solid/icons/database';
import Ear from 'lucide-solid/icons/ear';
import Hourglass from 'lucide-solid/icons/hourglass';
import Plug from 'lucide-solid/icons/plug';
import TextSearch from 'lucide-solid/icons/text-search';
import { t } from '../../../i18n/index.js';
import type { Kind } from './connection-documents.js';

/** What can be connected, in the order in which people think of it: what answers, speaks and hears comes first. */
export const CONNECTED_KINDS = ['LLM', 'TTS', 'STT', 'EMBEDDING', 'TURN', 'VAD'] as const satisfies readonly Kind[];

/** What can be connected beside them: calls work without. */
export const FURTHER_KINDS: readonly Kind[] = ['DATA_SOURCE'];

/** What every call has the most of: these are shown also where nothing is connected. */
export const MAIN_KINDS: readonly Kind[] = ['LLM', 'TTS', 'STT'];

/** Those, and whatever else there is. */
export const kindsWith = (others: readonly Kind[]): readonly Kind[] => [...new Set<Kind>([...CONNECTED_KINDS, ...others])];

const ICONS: Readonly<Partial<Record<Kind, typeof Ear>>> = { LLM: Brain, TTS: AudioLines, STT: Ear, EMBEDDING: TextSearch, TURN: Hourglass, VAD: Activity, DATA_SOURCE: Database };

export const kindIcon = (kind: Kind): typeof Ear => ICONS[kind] ?? Plug;

/** A kind as an address says it; undefined for nonsense. */
export function readKind(text: string | undefined): Kind | undefined {
  const name = text?.toUpperCase() ?? '';
  return Object.hasOwn(t().plugins.kinds, name) ? name as Kind : undefined;
}
