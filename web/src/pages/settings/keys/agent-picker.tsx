import { For, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';

interface AgentPickerProps {
  agents: readonly { readonly id: string; readonly name: string }[];
  chosen: readonly string[];
  fault: string | undefined;
  onChange: (chosen: string[]) => void;
}

/** Which agents a key reaches; none chosen means all of them, those that come too. */
export function AgentPicker(props: AgentPickerProps) {
  const set = (id: string, isOn: boolean) => { props.onChange(isOn ? [...props.chosen, id] : props.chosen.filter((other) => other !== id)); };
  return (
    <Show when={props.agents.length > 0}>
      <fieldset class="min-w-0">
        <legend class="text-sm font-medium">{t().apiKeys.agents}<span class="font-normal text-muted"> · {t().common.optional}</span></legend>
        <div class="mt-1.5 grid max-h-44 gap-x-6 overflow-y-auto rounded-lg border border-line px-3 py-1 sm:grid-cols-2">
          <For each={props.agents}>
            {(agent) => (
              <label class="control flex min-w-0 cursor-pointer items-center gap-2.5 text-sm lg:min-h-8">
                <input type="checkbox" class="size-4 shrink-0 accent-accent" checked={props.chosen.includes(agent.id)} onChange={(event) => { set(agent.id, event.currentTarget.checked); }} /><span class="min-w-0 truncate">{agent.name}</span>
              </label>
            )}
          </For>
        </div>
        <p class="mt-1 text-sm text-muted">{t().apiKeys.agentsHint}</p>
        <Show when={props.fault}><p class="mt-1 text-sm text-danger">{props.fault}</p></Show>
      </fieldset>
    </Show>
  );
}
