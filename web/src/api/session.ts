import type { Client } from '@urql/core';
import { createSignal } from 'solid-js';
import { graphql, type ResultOf } from './graphql.js';

export const viewerFragment = graphql(`
  fragment Viewer on Viewer {
    user { id name email }
    organization { id name slug }
  }
`);

const viewerQuery = graphql(`query Viewer { viewer { ...Viewer } }`, [viewerFragment]);

export type Viewer = ResultOf<typeof viewerFragment>;

/** Who is signed in: `undefined` while that is not known yet, `null` for nobody. */
const [viewer, setViewer] = createSignal<Viewer | null | undefined>(undefined);

export { setViewer, viewer };

/** Asks the server who is signed in. Answers the error where it cannot be asked. */
export async function loadViewer(client: Client) {
  const { data, error } = await client.query(viewerQuery, {}, { requestPolicy: 'network-only' });
  if (data) setViewer(data.viewer);
  return error;
}

/** Whether the session is being ended: streams close before that, so that the server cuts none. */
const [isSigningOut, setSigningOut] = createSignal(false);

export { isSigningOut };

const signOutMutation = graphql(`mutation SignOut { signOut { errors { code } } }`);

/** Signs out and starts the page anew, so that nothing of this account stays in memory. */
export async function signOut(client: Client) {
  setSigningOut(true);
  const { error } = await client.mutation(signOutMutation, {});
  if (error) setSigningOut(false);
  else location.assign('/sign-in');
  return error;
}

let pageKeepers = 0;

/** Keeps the page although its session may end: something runs on it that does not need one. Answers how to let go. */
export function keepPage(): () => void {
  let isKept = true;
  pageKeepers += 1;
  return () => { if (isKept) { isKept = false; pageKeepers -= 1; } };
}

export const isPageKept = (): boolean => pageKeepers > 0;
