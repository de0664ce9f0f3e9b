import { useClient } from '@urql/solid';
import { createSignal } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { toast } from '../../ui/toast.js';
import { starterCreateMutation, starterPublishMutation } from './home-documents.js';

/** The sample agent. It speaks English, as the speech that every installation has. */
const STARTER = {
  name: 'Mia', language: 'en', greeting: 'Hello, this is Mia of the Corner Café. How can I help you?',
  instructions: 'You answer the telephone of a small café. Be warm and brief: one or two sentences. If you do not know something, say so and offer that somebody calls back.',
  knowledge: [
    { title: 'Opening hours', text: 'We are open Monday to Friday from seven to six, and on Saturday from eight to four. On Sunday we are closed.' },
    { title: 'Reservations', text: 'Tables can be reserved for four people or more. Smaller groups simply come by.' },
    { title: 'Where we are', text: 'The café is at 12 Market Street, right beside the old town hall. There is parking behind the building.' },
  ],
};

/** Makes the sample agent and publishes it; answers its id, or undefined after it has said why not. */
export function createStarter() {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const make = async (): Promise<string | undefined> => {
    const created = await client.mutation(starterCreateMutation, { input: STARTER });
    const agent = created.data?.agentCreate.agent;
    const published = agent && await client.mutation(starterPublishMutation, { input: { id: agent.id, expectedVersion: agent.version } });
    const error = created.error ?? published?.error;
    const fault = created.data?.agentCreate.errors[0] ?? published?.data?.agentPublish.errors[0];
    if (error) toast(sentenceOf(error), 'danger');
    else if (fault) toast(sentenceOfFault(fault), 'danger');
    return error || fault ? undefined : agent?.id;
  };
  return { isBusy, make: async () => { setBusy(true); try { return await make(); } finally { setBusy(false); } } };
}
