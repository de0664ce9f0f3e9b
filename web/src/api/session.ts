import type { Client } from '@urql/core';
import { createSignal } from 'solid-js';
import { graphql, type ResultOf } from './graphql.js';

export const viewerFragment = graphql(`
  fragment Viewer on Viewer {
    user { id name email emailVerifiedAt }
    organization { id name slug kind parent { id name } suspendedAt suspendedReason }
    role { id key name }
    permissions
    via
    impersonation { byUser { id name email } reason endsAt }
    organizations { via role { id key name } organization { id name parent { id } } }
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
const [isSessionEnding, setSessionEnding] = createSignal(false);

export { isSessionEnding };

/** Every tab of the browser shares the session. */
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('parley.session');

/** Ends the session as it is, by `end`, and starts the page anew in every tab, so that nothing of it stays in memory: at `path`, this one at `place`. What `end` answers is a failure, and nothing has changed. */
export async function endSession<Failure>(path: '/' | '/sign-in', end: () => Promise<Failure | undefined>, place: () => string = () => path): Promise<Failure | undefined> {
  setSessionEnding(true);
  const failure = await end();
  if (failure !== undefined) { setSessionEnding(false); return failure; }
  tabs?.postMessage(path);
  location.assign(place());
  return undefined;
}

/** Starts anew when another tab did, at `placeElsewhere` of what it shows where somebody is still signed in; what runs here and needs no session may go on. */
export function followOtherTabs(placeElsewhere: (path: string) => string): void {
  tabs?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isPageKept()) return;
    if (data === '/') location.assign(placeElsewhere(location.pathname));
    else if (data === '/sign-in') location.assign(data);
  });
}

const signOutMutation = graphql(`mutation SignOut { signOut { errors { code } } }`);

/** Signs out. */
export async function signOut(client: Client) {
  return endSession('/sign-in', async () => (await client.mutation(signOutMutation, {})).error);
}

let pageKeepers = 0;

/** Keeps the page although its session may end: something runs on it that does not need one. Answers how to let go. */
export function keepPage(): () => void {
  let isKept = true;
  pageKeepers += 1;
  return () => { if (isKept) { isKept = false; pageKeepers -= 1; } };
}

export const isPageKept = (): boolean => pageKeepers > 0;
