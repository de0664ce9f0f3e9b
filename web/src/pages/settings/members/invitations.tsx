import { createQuery, useClient } from '@urql/solid';
import type { CombinedError } from '@urql/core';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import { roleName } from '../../../api/roles.js';
import { formatDate } from '../../../i18n/format.js';
import { locale, t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { TextField } from '../../../ui/field.js';
import { Badge, FailedState } from '../../../ui/parts.js';
import { SelectField } from '../../../ui/select-field.js';
import { toast } from '../../../ui/toast.js';
import { invitationCreateMutation, invitationResendMutation, invitationRevokeMutation, invitationsQuery, type InvitationFields } from './invitation-documents.js';

/** As many as an organization may have unanswered. */
const INVITATIONS_MAX = 100;

interface RoleChoice { readonly id: string; readonly key: string | null; readonly name: string }

/** What went wrong, in a sentence; undefined where nothing did. */
const failureOf = (error: CombinedError | undefined, errors: readonly UserFault[] | undefined): string | undefined => (error ? sentenceOf(error) : errors?.[0] && sentenceOfFault(errors[0]));

/** Asks whom to invite and as what, and sends the mail. */
export function InviteDialog(props: { isOpen: boolean; roles: readonly RoleChoice[]; onClose: () => void; onDone: () => void }) {
  const client = useClient();
  const [email, setEmail] = createSignal('');
  const [roleId, setRoleId] = createSignal('');
  const chosen = () => props.roles.find(({ id }) => id === roleId()) ?? props.roles.find(({ key }) => key === 'agent-builder') ?? props.roles[0];
  const send = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(invitationCreateMutation, { input: { email: email(), roleId: chosen()?.id ?? '', language: locale() } });
    const failure = failureOf(error, data?.invitationCreate.errors);
    if (failure !== undefined) return failure;
    toast(t().members.invited(email()));
    setEmail('');
    props.onDone();
    return undefined;
  };
  return (
    <Confirm isOpen={props.isOpen} title={t().members.inviteTitle} text={t().members.inviteText} action={t().members.inviteAction} onConfirm={send} onClose={() => props.onClose()}>
      <TextField label={t().account.email} type="email" autocomplete="off" required value={email()} onValue={setEmail} />
      <SelectField label={t().members.columns.role} value={chosen()?.id ?? ''} options={props.roles.map((role) => ({ value: role.id, name: roleName(role) }))} onValue={setRoleId} />
    </Confirm>
  );
}

function Invited(props: { invitation: InvitationFields; onResend: () => void; onRevoke: () => void }) {
  const by = () => props.invitation.invitedBy?.name || props.invitation.invitedBy?.email;
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div class="min-w-0 flex-1 basis-60">
        <p class="truncate font-medium">{props.invitation.email}</p>
        <p class="text-sm text-muted">
          {props.invitation.state === 'EXPIRED' ? t().members.invitationExpired(formatDate(props.invitation.expiresAt)) : t().members.invitationUntil(formatDate(props.invitation.expiresAt))}
          <Show when={by()}>{(name) => <> · {t().members.invitedBy(name())}</>}</Show>
        </p>
      </div>
      <Badge>{roleName(props.invitation.role)}</Badge>
      <div class="flex gap-2">
        <Button look="plain" aria-label={t().members.resendTo(props.invitation.email)} onClick={() => props.onResend()}>{t().members.resend}</Button>
        <Button look="plain" aria-label={t().members.takeBackFrom(props.invitation.email)} onClick={() => props.onRevoke()}>{t().members.takeBack}</Button>
      </div>
    </li>
  );
}

/** Who is invited and has not come yet. `generation` grows when there is a new one. */
export function Invitations(props: { generation: number }) {
  const client = useClient();
  const [result, refetch] = createQuery({ query: invitationsQuery, variables: { first: INVITATIONS_MAX }, requestPolicy: 'network-only' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  createEffect(on(() => props.generation, refresh, { defer: true }));
  const waiting = () => (result.data?.viewer?.organization.invitations.nodes ?? []).filter((invitation) => invitation !== null).filter(({ state }) => state === 'PENDING' || state === 'EXPIRED');
  const done = (failure: string | undefined, sentence: string) => {
    if (failure === undefined) toast(sentence); else toast(failure, 'danger');
    refresh();
  };
  const resend = async ({ id, email }: InvitationFields) => {
    const { data, error } = await client.mutation(invitationResendMutation, { input: { id } });
    done(failureOf(error, data?.invitationResend.errors), t().members.invited(email));
  };
  const revoke = async ({ id, email }: InvitationFields) => {
    const { data, error } = await client.mutation(invitationRevokeMutation, { input: { id } });
    done(failureOf(error, data?.invitationRevoke.errors), t().members.takenBack(email));
  };
  return (
    <Show when={!result.error} fallback={<div class="mt-8"><FailedState sentence={sentenceOf(result.error!)} onRetry={refresh} /></div>}>
      <Show when={waiting().length > 0}>
        <section class="mt-8" aria-labelledby="invitations-title">
          <h2 id="invitations-title" class="mb-3 text-lg font-semibold">{t().members.invitations}</h2>
          <ul class="card divide-y divide-line"><For each={waiting()}>{(invitation) => <Invited invitation={invitation} onResend={() => { void resend({ ...invitation }); }} onRevoke={() => { void revoke({ ...invitation }); }} />}</For></ul>
        </section>
      </Show>
    </Show>
  );
}
