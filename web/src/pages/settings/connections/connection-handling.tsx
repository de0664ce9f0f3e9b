import { createSignal, Show } from 'solid-js';
import { may } from '../../../api/may.js';
import { viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Toggle } from '../../../ui/toggle.js';
import { toast } from '../../../ui/toast.js';
import { DangerRow } from '../organization/danger-row.js';
import type { Deeds } from './connection-deeds.js';
import type { ConnectionFields } from './connection-documents.js';
import { createChange } from './create-change.js';

/** Whether others use it: the clients of an agency, or everybody where it is the platform's. */
function Lending(props: { connection: ConnectionFields; refresh: () => void }) {
  const words = () => t().connections;
  const { change, failure } = createChange(() => false);
  const [chosen, choose] = createSignal<boolean>();
  const set = async (isLent: boolean) => {
    choose(isLent);
    const saved = await change(props.connection.id, { isLent });
    choose(undefined);
    if (!saved) { toast(failure() ?? t().faults.unknown, 'danger'); return; }
    toast(isLent ? words().lending : words().notLending);
    props.refresh();
  };
  return <Toggle label={words().lend} hint={viewer()?.organization.kind === 'PLATFORM' ? words().lendPlatform : words().lendAgency} isOn={chosen() ?? props.connection.isLent} onChange={(isOn) => { void set(isOn); }} />;
}

/** What is done with a connection as a whole: lent, switched off, disconnected. */
export function Handling(props: { connection: ConnectionFields; deeds: Deeds; refresh: () => void; onDisconnect: () => void }) {
  const words = () => t().connections;
  const isOn = () => props.connection.status !== 'INACTIVE';
  return (
    <>
      <Show when={viewer()?.organization.kind !== 'CLIENT' && may('connections:manage')}><div class="card px-4 py-3.5 sm:px-5"><Lending connection={props.connection} refresh={props.refresh} /></div></Show>
      <section class="card divide-y divide-line">
        <Show when={props.connection.status !== 'PENDING_APPROVAL'}>
          <DangerRow title={isOn() ? words().switchOff : words().switchOn} text={isOn() ? words().switchOffHint : words().switchOnHint} action={isOn() ? words().switchOff : words().switchOn} look="plain" onAsk={() => { void props.deeds.setActive(props.connection, !isOn()); }} />
        </Show>
        <DangerRow title={words().disconnect} text={words().disconnectText} action={words().disconnect} onAsk={() => props.onDisconnect()} />
      </section>
    </>
  );
}
