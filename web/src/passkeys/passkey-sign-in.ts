import type { Client } from '@urql/core';
import { useClient } from '@urql/solid';
import { createSignal, onCleanup } from 'solid-js';
import { sentenceOf, sentenceOfFault, signInFault, type SignInFault } from '../api/faults.js';
import { graphql } from '../api/graphql.js';
import { setViewer, viewerFragment } from '../api/session.js';
import { askForPasskey, canOfferPasskeys, forgetPasskey, offerPasskeys, type PasskeyAnswer } from './browser-passkeys.js';
import { sentenceOfFailure } from './passkey-failures.js';
import type { PasskeyJson } from './passkey-json.js';

const startMutation = graphql(`
  mutation PasskeySignInStart($input: PasskeySignInStartInput!) { passkeySignInStart(input: $input) { challengeToken options errors { code message path } } }
`);

const signInMutation = graphql(`
  mutation PasskeySignIn($input: PasskeySignInInput!) { passkeySignIn(input: $input) { viewer { ...Viewer } errors { code message path ... on SingleSignOnRequiredError { startUrl } } } }
`, [viewerFragment]);

/** An offer is made anew when this much of its time is over. */
const RENEWAL_SHARE = 0.8;
/** The time of an offer whose options name none. */
const OFFER_MS = 5 * 60_000;

interface Started { readonly challengeToken: string; readonly options: PublicKeyCredentialRequestOptionsJSON }

/** Begins a sign-in; a sentence where that failed. */
async function start(client: Client): Promise<Started | string> {
  const { data, error } = await client.mutation(startMutation, { input: {} });
  const { challengeToken, options, errors } = data?.passkeySignInStart ?? { challengeToken: null, options: null, errors: [] };
  if (challengeToken && options) return { challengeToken, options: options as PublicKeyCredentialRequestOptionsJSON };
  return error ? sentenceOf(error) : sentenceOfFault(errors[0]!);
}

/** Signs in with what the passkey signed; why not, where that failed. */
async function finish(client: Client, { challengeToken, options }: Started, response: PasskeyJson): Promise<SignInFault | undefined> {
  const { data, error } = await client.mutation(signInMutation, { input: { challengeToken, response } });
  const { viewer, errors } = data?.passkeySignIn ?? { viewer: null, errors: [] };
  if (viewer) setViewer(viewer);
  if (errors[0]?.code === 'PASSKEY_NOT_FOUND') await forgetPasskey(options.rpId ?? '', response.id);
  return error ? { sentence: sentenceOf(error) } : errors[0] && signInFault(errors[0]);
}

/** Does it when somebody looks at the page, at once or later. */
function whenSeen(act: () => void): void {
  if (document.visibilityState === 'visible') act();
  else document.addEventListener('visibilitychange', act, { once: true });
}

/** Signing in with a passkey, for as long as the component lives. `onFault` hears why it did not work, and that it is tried again. */
export function createPasskeySignIn(onFault: (fault: SignInFault | undefined) => void) {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  let offer: AbortController | undefined;
  let isOffering = false;
  let isGone = false;
  const withdraw = () => { offer?.abort(); offer = undefined; };
  const finishWith = async (started: Started, answer: PasskeyAnswer) => ('failure' in answer ? { sentence: await sentenceOfFailure(answer.failure, 'used', started.options.rpId) } : finish(client, started, answer.response));
  const makeOffer = async () => {
    withdraw();
    const { signal } = offer = new AbortController();
    const started = await start(client);
    // Nobody has asked for it: what fails is not told.
    if (typeof started === 'string' || signal.aborted) return;
    const renewal = setTimeout(() => { whenSeen(() => { if (!signal.aborted) void makeOffer(); }); }, (started.options.timeout ?? OFFER_MS) * RENEWAL_SHARE);
    const answer = await offerPasskeys(started.options, signal);
    clearTimeout(renewal);
    if ('failure' in answer) return;
    setBusy(true);
    onFault(await finish(client, started, answer.response));
    setBusy(false);
  };
  const startOffering = async () => { isOffering = await canOfferPasskeys(); if (isOffering && !isGone) await makeOffer(); };
  const signIn = async () => {
    // A browser asks for one thing at a time.
    withdraw();
    setBusy(true);
    onFault(undefined);
    const started = await start(client);
    const fault = typeof started === 'string' ? { sentence: started } : await finishWith(started, await askForPasskey(started.options));
    setBusy(false);
    onFault(fault);
    if (fault && isOffering && !isGone) void makeOffer();
  };
  onCleanup(() => { isGone = true; withdraw(); });
  return {
    isBusy,
    /** Asks for a passkey now. */
    signIn,
    /** Lets the browser offer passkeys under the field of the address, where it can. */
    startOffering,
  };
}
