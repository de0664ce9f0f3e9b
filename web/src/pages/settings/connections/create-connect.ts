import { useClient } from '@urql/solid';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { faultOfField, sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import { connectionConnectMutation, type ConnectionFields, type OfferFields, type OfferKindFields, type ProblemFields } from './connection-documents.js';
import { createSettingDraft } from './form/create-setting-draft.js';
import type { Settings } from './form/setting-draft.js';

/** What has a place of its own in the form. */
const PLACES = ['name'];

interface Input { readonly kind: OfferKindFields['kind']; readonly name?: string; readonly settings: Settings; readonly secrets: readonly { readonly name: string }[]; readonly isKeptOnFailure?: boolean }

/** The form of a new connection: what is entered, what was wrong, and what came of it. Its credentials live as long as the page. */
export function createConnect(offer: OfferFields, kind: OfferKindFields, begin: Settings) {
  const client = useClient();
  const form = createSettingDraft(kind.settingsSchema, begin);
  const [values, setValues] = createStore<{ name: string; secrets: Record<string, string> }>({ name: '', secrets: {} });
  const [isBusy, setBusy] = createSignal(false);
  const [faults, setFaults] = createSignal<readonly UserFault[]>([]);
  const [failure, setFailure] = createSignal<string>();
  const [problem, setProblem] = createSignal<ProblemFields>();
  const [made, setMade] = createSignal<ConnectionFields>();

  const ask = async ({ kind: asked, name, settings, secrets, isKeptOnFailure = false }: Input) => {
    const { data, error } = await client.mutation(connectionConnectMutation, { input: {
      kind: asked, pluginId: offer.id, settings, credentials: secrets.map((secret) => ({ name: secret.name, value: values.secrets[secret.name]?.trim() ?? '' })), isKeptOnFailure, ...(name ? { name } : {}),
    } });
    return { error, ...data?.providerConnect ?? { connection: null, errors: [] } };
  };

  /** `isKeptOnFailure` stores it, out of use, where it does not work. */
  const submit = async (isKeptOnFailure = false): Promise<void> => {
    const settings = form.read();
    if (!settings) return;
    setBusy(true);
    const { connection, errors, error } = await ask({ kind: kind.kind, name: values.name.trim(), settings, secrets: kind.secrets, isKeptOnFailure });
    setBusy(false);
    setFaults(errors);
    const failed = errors.find((fault) => 'problem' in fault);
    setProblem(failed && 'problem' in failed ? failed.problem : undefined);
    const unplaced = errors.find((fault) => fault !== failed && !PLACES.some((field) => faultOfField([fault], field)) && !form.hasPlaceFor(fault) && fault.path?.[1] !== 'credentials');
    setFailure(error ? sentenceOf(error) : unplaced && sentenceOfFault(unplaced));
    if (connection) setMade(connection);
  };
  const about = (field: string) => { const fault = faultOfField(faults(), field); return fault && sentenceOfFault(fault); };
  const secretFault = (name: string) => { const fault = faults().find(({ path }) => path?.[1] === 'credentials' && (path[2] === name || path.length === 2)); return fault && sentenceOfFault(fault); };
  return { form, faults, values, isBusy, failure, problem, made, submit, ask, about, secretFault, setName: (name: string) => { setValues('name', name); }, setSecret: (name: string, value: string) => { setValues('secrets', name, value); } };
}

export type Connect = ReturnType<typeof createConnect>;
