import { A, useNavigate } from '@solidjs/router';
import Check from 'lucide-solid/icons/check';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import Circle from 'lucide-solid/icons/circle';
import Mic from 'lucide-solid/icons/mic';
import X from 'lucide-solid/icons/x';
import { createSignal, For, Show } from 'solid-js';
import { t } from '../../i18n/index.js';
import { Button, buttonClass, IconButton } from '../../ui/button.js';
import type { OnboardingFields } from './home-documents.js';
import { dismiss, isDismissed, stepsOf, type Step } from './onboarding-steps.js';
import { createStarter } from './starter.js';

function StepRow(props: { step: Step; isNext: boolean }) {
  const words = () => t().onboarding;
  const title = () => words()[props.step.name];
  return (
    <li class={`relative flex min-h-14 items-center gap-3 rounded-lg px-3 py-1.5 ${props.step.href ? 'hover:bg-sunken' : ''}`}>
      <Show when={props.step.isDone} fallback={<Circle size={20} class={props.isNext ? 'shrink-0 text-accent' : 'shrink-0 text-edge'} aria-hidden="true" />}>
        <span class="flex size-5 shrink-0 items-center justify-center rounded-full bg-accent text-on-accent" aria-hidden="true"><Check size={14} /></span>
      </Show>
      <div class="min-w-0 flex-1">
        <Show when={props.step.href} fallback={<p class="font-medium text-muted">{title()}</p>}>{(href) => <A href={href()} class={`font-medium after:absolute after:inset-0 after:rounded-lg ${props.step.isDone ? 'text-muted' : ''}`}>{title()}</A>}</Show>
        <span class="sr-only"> – {props.step.isDone ? words().stepDone : words().stepOpen}</span>
        <Show when={!props.step.isDone}><p class="text-sm text-muted">{words()[`${props.step.name}Text`]}</p></Show>
      </div>
      <Show when={props.step.href}><ChevronRight size={16} class={`shrink-0 ${props.isNext ? 'text-accent' : 'text-edge'}`} aria-hidden="true" /></Show>
    </li>
  );
}

function Steps(props: { onboarding: OnboardingFields }) {
  const steps = () => stepsOf(props.onboarding);
  const next = () => steps().find(({ isDone }) => !isDone)?.name;
  return <ol class="grid gap-1 sm:grid-cols-2">{<For each={steps()}>{(step) => <StepRow step={step} isNext={step.name === next()} />}</For>}</ol>;
}

/** The checklist above the figures: whole while there is something to do, one line when all is done, gone when hidden. */
export function OnboardingCard(props: { onboarding: OnboardingFields; organizationId: string }) {
  const [isHidden, setHidden] = createSignal(isDismissed(props.organizationId));
  const steps = () => stepsOf(props.onboarding);
  const doneCount = () => steps().filter(({ isDone }) => isDone).length;
  const isDone = () => doneCount() === steps().length;
  const hide = () => { dismiss(props.organizationId); setHidden(true); };
  return (
    <Show when={!isHidden()}>
      <section class={`card mb-4 pr-2 ${isDone() ? 'py-0.5 pl-4' : 'p-2 pl-2'}`} aria-labelledby="onboarding-title">
        <div class={`flex items-center justify-between gap-3 ${isDone() ? '' : 'pl-3'}`}>
          <h2 id="onboarding-title" class={isDone() ? 'flex items-center gap-2 text-sm text-muted' : 'font-semibold'}>
            <Show when={isDone()} fallback={t().onboarding.title}><Check size={16} class="shrink-0 text-accent" aria-hidden="true" />{t().onboarding.allDone}</Show>
          </h2>
          <div class="flex items-center gap-2">
            <Show when={!isDone()}><span class="text-sm whitespace-nowrap text-muted tabular-nums">{t().onboarding.done(doneCount(), steps().length)}</span></Show>
            <IconButton label={t().onboarding.dismiss} onClick={hide}><X size={16} aria-hidden="true" /></IconButton>
          </div>
        </div>
        <Show when={!isDone()}><Steps onboarding={props.onboarding} /></Show>
      </section>
    </Show>
  );
}

/** The whole page of an organization without calls: the shortest way to the first one. */
export function Welcome(props: { onboarding: OnboardingFields }) {
  const navigate = useNavigate();
  const starter = createStarter();
  const begin = async () => {
    const id = await starter.make();
    if (id !== undefined) navigate(`/agents/${id}/talk`);
  };
  const talk = () => stepsOf(props.onboarding).find(({ name }) => name === 'call')?.href;
  return (
    <section class="card mx-auto max-w-3xl overflow-hidden" aria-labelledby="welcome-title">
      <div class="bg-accent-soft px-5 py-8 text-center sm:px-10">
        <span class="mx-auto flex size-12 items-center justify-center rounded-full bg-accent text-on-accent" aria-hidden="true"><Mic size={24} /></span>
        <h2 id="welcome-title" class="mt-4 text-xl font-semibold tracking-tight">{t().onboarding.welcome}</h2>
        <p class="mx-auto mt-2 max-w-xl wrap-anywhere text-muted">{t().onboarding.welcomeText}</p>
        <div class="mt-5 flex flex-wrap justify-center gap-3">
          <Show when={props.onboarding.hasPublishedAgent && talk()} fallback={(
            <Show when={!props.onboarding.hasAgent}>
              <Button look="primary" isBusy={starter.isBusy()} onClick={() => { void begin(); }}><Mic size={16} aria-hidden="true" />{t().onboarding.starter}</Button>
              <A href="/agents?new=1" class={buttonClass('plain')}>{t().onboarding.own}</A>
            </Show>
          )}>
            {(href) => <A href={href()} class={buttonClass('primary')}><Mic size={16} aria-hidden="true" />{t().onboarding.call}</A>}
          </Show>
        </div>
        <Show when={!props.onboarding.hasAgent}><p class="mt-3 text-xs text-muted">{t().onboarding.starterHint}</p></Show>
      </div>
      <div class="p-3"><Steps onboarding={props.onboarding} /></div>
    </section>
  );
}
