import { createSignal, onCleanup } from 'solid-js';

/** Whether a media query holds, as long as the component lives. */
export function createMediaQuery(query: string): () => boolean {
  const list = matchMedia(query);
  const [doesMatch, setMatch] = createSignal(list.matches);
  const onChange = () => setMatch(list.matches);
  list.addEventListener('change', onChange);
  onCleanup(() => { list.removeEventListener('change', onChange); });
  return doesMatch;
}
