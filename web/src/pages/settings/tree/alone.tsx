import { useNavigate } from '@solidjs/router';
import { useClient } from '@urql/solid';
import Check from 'lucide-solid/icons/check';
import { createSignal, For, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { loadViewer, type Viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { Section } from '../../../ui/section.js';
import { SelectField } from '../../../ui/select-field.js';
import { toast } from '../../../ui/toast.js';
import { createGoals, createMove } from './move-organization.js';
import { becomeAgencyMutation } from './tree-documents.js';

const POINTS = ['clients', 'decide', 'owners', 'forever'] as const;

/** What an agency is, and becoming one. */
function BecomeAgency(props: { viewer: Viewer }) {
  const client = useClient();
  const navigate = useNavigate();
  const [isAsked, setAsked] = createSignal(false);
  const become = async (): Promise<string | undefined> => {
    const { name } = props.viewer.organization;
    const { data, error } = await client.mutation(becomeAgencyMutation, { input: { isAgency: true } });
    const fault = data?.organizationBecomeAgency.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    await loadViewer(client);
    toast(t().agency.became(name));
    navigate('/settings/clients');
    return undefined;
  };
  return (
    <Section title={t().agency.become} hint={t().agency.becomeHint}>
      <ul class="flex flex-col gap-2">
        <For each={POINTS}>{(point) => <li class="flex gap-2.5"><Check size={17} class="mt-0.5 shrink-0 text-accent" aria-hidden="true" /><span class="min-w-0">{t().agency.becomePoints[point]}</span></li>}</For>
      </ul>
      <div><Button onClick={() => { setAsked(true); }}>{t().agency.becomeAction}</Button></div>
      <Confirm isOpen={isAsked()} title={t().agency.becomeTitle(props.viewer.organization.name)} text={t().agency.becomeText} action={t().agency.becomeAction} onConfirm={become} onClose={() => { setAsked(false); }} />
    </Section>
  );
}

/** Going below an agency in which one makes clients oneself. */
function JoinAgency(props: { viewer: Viewer }) {
  const client = useClient();
  const move = createMove();
  const goals = createGoals(() => true);
  const [chosen, setChosen] = createSignal('');
  const [isAsked, setAsked] = createSignal(false);
  const goal = () => goals().find(({ id }) => id === chosen()) ?? goals()[0];
  const join = async (): Promise<string | undefined> => {
    const { id, name } = goal()!;
    const sentence = await move(props.viewer.organization.id, id);
    if (sentence !== undefined) return sentence;
    await loadViewer(client);
    toast(t().agency.joined(name));
    return undefined;
  };
  return (
    <Show when={goal()}>
      {(agency) => (
        <Section title={t().agency.join} hint={t().agency.joinHint}>
          <div class="flex flex-wrap items-end gap-3">
            <div class="min-w-0 flex-1 basis-60"><SelectField label={t().agency.joinField} value={agency().id} options={goals().map(({ id, name }) => ({ value: id, name }))} onValue={setChosen} /></div>
            <Button onClick={() => { setAsked(true); }}>{t().agency.joinAction}</Button>
          </div>
          <Confirm isOpen={isAsked()} title={t().agency.joinTitle(agency().name)} text={t().agency.joinHint} action={t().agency.joinAction} onConfirm={join} onClose={() => { setAsked(false); }} />
        </Section>
      )}
    </Show>
  );
}

/** An organization that stands on its own: what it can become. */
export function Alone(props: { viewer: Viewer }) {
  const isMember = () => props.viewer.via === 'MEMBERSHIP';
  return (
    <>
      <p class="-mt-3 text-sm text-muted">{t().agency.alone}</p>
      <Show when={isMember() && may('organization:transfer')}><JoinAgency viewer={props.viewer} /></Show>
      <Show when={isMember() && may('organization:update')}><BecomeAgency viewer={props.viewer} /></Show>
    </>
  );
}
