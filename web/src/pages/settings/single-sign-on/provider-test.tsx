import { useClient } from '@urql/solid';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleX from 'lucide-solid/icons/circle-x';
import { createSignal, For, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/parts.js';
import { singleSignOnTestMutation, type ProviderCheck } from './single-sign-on-documents.js';

/** Looks at the provider that is set, and keeps what was found. */
export function createProviderTest() {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const [checks, setChecks] = createSignal<readonly ProviderCheck[]>();
  const [fault, setFault] = createSignal<string>();
  const run = async () => {
    setBusy(true);
    const { data, error } = await client.mutation(singleSignOnTestMutation, { input: {} });
    setBusy(false);
    const first = data?.singleSignOnTest.errors[0];
    setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    setChecks(data?.singleSignOnTest.checks ?? undefined);
  };
  return { isBusy, checks, fault, run, isWorking: () => checks()?.every(({ isPassed }) => isPassed) === true };
}

function Check(props: { check: ProviderCheck }) {
  const words = () => t().singleSignOn.checks[props.check.name];
  return (
    <li class="flex items-start gap-2.5">
      <Show when={props.check.isPassed} fallback={<CircleX size={18} class="mt-0.5 shrink-0 text-danger" aria-hidden="true" />}><CircleCheck size={18} class="mt-0.5 shrink-0 text-accent" aria-hidden="true" /></Show>
      <div class="min-w-0">
        <p class={props.check.isPassed ? '' : 'font-medium'}>{props.check.isPassed ? words().good : words().bad}</p>
        {/* The server says it in English alone. */}
        <Show when={!props.check.isPassed}><p class="text-sm break-words text-muted" lang="en">{props.check.message}</p></Show>
      </div>
    </li>
  );
}

/** Whether the provider works, in words. */
export function ProviderTest(props: { test: ReturnType<typeof createProviderTest>; isReady: boolean }) {
  return (
    <>
      <div role="status" class="flex flex-col gap-4 empty:hidden">
        <Show when={props.test.checks()}>
          {(checks) => (
            <>
              <ul class="flex flex-col gap-2"><For each={checks()}>{(check) => <Check check={check} />}</For></ul>
              <Show when={props.test.isWorking()}><p class="font-medium text-accent">{t().singleSignOn.works}</p></Show>
            </>
          )}
        </Show>
      </div>
      <Show when={props.test.fault()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
      <div><Button isBusy={props.test.isBusy()} disabled={!props.isReady} onClick={() => { void props.test.run(); }}>{t().singleSignOn.test}</Button></div>
    </>
  );
}
