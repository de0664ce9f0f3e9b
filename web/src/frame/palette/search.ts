import { useClient } from '@urql/solid';
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { graphql, type ResultOf } from '../../api/graphql.js';

const DEBOUNCE_MS = 150;
/** The api searches no longer words than this. */
const QUESTION_LENGTH_MAX = 100;

const callFragment = graphql(`fragment PaletteCall on Call { id startedAt transport caller { name number user { id name } } agent { id name } }`);

const agentsQuery = graphql(`
  query PaletteAgents($text: String!) {
    agents(first: 6, where: { text: $text }) { nodes { id name publishedVersion { number } } }
  }
`);

const callsQuery = graphql(`query PaletteCalls { calls(first: 50) { nodes { ...PaletteCall } } }`, [callFragment]);

const nodeQuery = graphql(`
  query PaletteNode($id: ID!) {
    node(id: $id) {
      __typename
      ... on Agent { id name publishedVersion { number } }
      ... on Call { ...PaletteCall }
    }
  }
`, [callFragment]);

type FoundAgent = NonNullable<ResultOf<typeof agentsQuery>['agents']['nodes'][number]>;
export type FoundCall = ResultOf<typeof callFragment>;

export const isId = (question: string): boolean => /^(agt|call)_[0-9A-Za-z]{22}$/.test(question);

/**
 * What the api knows for a question: agents by their names, asked for when one pauses; the newest calls, asked for once,
 * to be ranked here; and whatever has the id that was typed. What was found stays until the next answer.
 */
export function createSearch(question: () => string) {
  const client = useClient();
  const [agents, setAgents] = createSignal<readonly FoundAgent[]>([]);
  const [newestCalls, setNewestCalls] = createSignal<readonly FoundCall[]>([]);
  const [callById, setCallById] = createSignal<FoundCall>();
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const asked = createMemo(() => question().trim().slice(0, QUESTION_LENGTH_MAX));
  const hasBegun = createMemo<boolean>((before) => before || asked() !== '', false);

  createEffect(() => {
    if (!hasBegun()) return;
    void client.query(callsQuery, {}, { requestPolicy: 'network-only' }).then(({ data }) => { if (data) setNewestCalls(data.calls.nodes.filter((call) => call !== null)); });
  });

  const find = async (text: string, isStale: () => boolean) => {
    const answer = isId(text) ? await client.query(nodeQuery, { id: text }) : await client.query(agentsQuery, { text });
    if (isStale()) return;
    const { data } = answer;
    const node = data && 'node' in data ? data.node : undefined;
    setBusy(false);
    // A word that only looks like an id is no failure: it finds nothing.
    setFault(answer.error && !(isId(text) && !answer.error.networkError) ? sentenceOf(answer.error) : undefined);
    setAgents(node?.__typename === 'Agent' ? [node] : data && 'agents' in data ? data.agents.nodes.filter((agent) => agent !== null) : []);
    setCallById(node?.__typename === 'Call' ? node : undefined);
  };
  createEffect(on(asked, (text) => {
    setFault(undefined);
    setBusy(text !== '');
    if (text === '') { setAgents([]); setCallById(undefined); return; }
    let isStale = false;
    const timer = setTimeout(() => { void find(text, () => isStale); }, DEBOUNCE_MS);
    onCleanup(() => { isStale = true; clearTimeout(timer); });
  }));
  const calls = () => { const one = callById(); return one ? [one] : newestCalls(); };
  return { asked, agents, calls, isBusy, fault };
}
