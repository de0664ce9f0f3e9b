import { useClient } from '@urql/solid';
import { createEffect, createSignal, onCleanup } from 'solid-js';
import { graphql, type ResultOf } from '../../api/graphql.js';

const DEBOUNCE_MS = 150;
/** The api searches no longer words than this. */
const QUESTION_LENGTH_MAX = 100;

const findQuery = graphql(`
  query PaletteFind($text: String!) {
    agents(first: 6, where: { text: $text }) { nodes { id name publishedVersion { number } } }
  }
`);

const openQuery = graphql(`
  query PaletteOpen($id: ID!) {
    node(id: $id) {
      __typename
      ... on Agent { id name publishedVersion { number } }
      ... on Call { id startedAt agent { name } }
    }
  }
`);

type FoundAgent = NonNullable<ResultOf<typeof findQuery>['agents']['nodes']>[number];
type FoundCall = Extract<NonNullable<ResultOf<typeof openQuery>['node']>, { __typename: 'Call' }>;

export interface Found {
  /** The question that this answers. */
  readonly question: string;
  readonly agents: readonly NonNullable<FoundAgent>[];
  readonly calls: readonly FoundCall[];
}

const NOTHING: Found = { question: '', agents: [], calls: [] };
const isId = (question: string): boolean => /^(agt|call)_[0-9A-Za-z]+$/.test(question);

/** Agents and calls that fit a question, asked of the api when one pauses; what was found stays until the next is. */
export function createSearch(question: () => string) {
  const client = useClient();
  const [found, setFound] = createSignal<Found>(NOTHING);
  const [isBusy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  createEffect(() => {
    const asked = question().trim().slice(0, QUESTION_LENGTH_MAX);
    setError(undefined);
    if (asked === '') { setFound(NOTHING); setBusy(false); return; }
    setBusy(true);
    let subscription: { unsubscribe: () => void } | undefined;
    const answer = (answered: { error?: { message: string } | undefined } & Partial<Found>) => {
      setBusy(false);
      setError(answered.error?.message);
      setFound({ ...NOTHING, ...answered, question: asked });
    };
    const timer = setTimeout(() => {
      subscription = isId(asked)
        ? client.query(openQuery, { id: asked }).subscribe(({ data, error: failure }) => {
          const node = data?.node;
          // A word that only looks like an id is no failure: it finds nothing.
          answer({ agents: node?.__typename === 'Agent' ? [node] : [], calls: node?.__typename === 'Call' ? [node] : [], error: failure?.networkError ?? undefined });
        })
        : client.query(findQuery, { text: asked }).subscribe(({ data, error: failure }) => {
          answer({ agents: data?.agents.nodes?.filter((agent) => agent !== null) ?? [], calls: [], error: failure });
        });
    }, DEBOUNCE_MS);
    onCleanup(() => { clearTimeout(timer); subscription?.unsubscribe(); });
  });
  return { found, isBusy, error };
}
