import type { OnboardingFields } from './home-documents.js';

export const STEPS = ['agent', 'knowledge', 'publish', 'call'] as const;
export type StepName = (typeof STEPS)[number];

export interface Step {
  readonly name: StepName;
  readonly isDone: boolean;
  /** Where it is done; undefined while there is no agent to do it with. */
  readonly href: string | undefined;
}

/** The way from nothing to a first spoken call, in the order in which it is gone. */
export function stepsOf({ hasAgent, hasKnowledge, hasPublishedAgent, hasSpokenCall, firstAgentId }: OnboardingFields): Step[] {
  const agent = firstAgentId === null ? undefined : `/agents/${firstAgentId}`;
  return [
    { name: 'agent', isDone: hasAgent, href: hasAgent ? '/agents' : '/agents?new=1' },
    { name: 'knowledge', isDone: hasKnowledge, href: agent },
    { name: 'publish', isDone: hasPublishedAgent, href: agent },
    { name: 'call', isDone: hasSpokenCall, href: agent && `${agent}/talk` },
  ];
}

const keyOf = (organizationId: string) => `parley.onboarding.${organizationId}`;

/** Whether the list was hidden in this browser, for this organization. */
export function isDismissed(organizationId: string): boolean {
  try { return localStorage.getItem(keyOf(organizationId)) === 'dismissed'; } catch { return false; }
}

export function dismiss(organizationId: string): void {
  try { localStorage.setItem(keyOf(organizationId), 'dismissed'); } catch { /* It then holds for this visit. */ }
}
