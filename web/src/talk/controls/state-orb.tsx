import { createEffect } from 'solid-js';
import type { Talk } from '../talk.js';
import { isConnected } from '../talk-phase.js';

type Look = 'rest' | 'connecting' | 'held' | 'LISTENING' | 'THINKING' | 'SPEAKING';

const LOOKS: Record<Look, string> = {
  rest: 'bg-edge', connecting: 'bg-edge motion-safe:animate-pulse', held: 'bg-warning', LISTENING: 'bg-caller', THINKING: 'bg-think motion-safe:animate-pulse', SPEAKING: 'bg-speak',
};

/** Who is speaking, at a glance: the ring follows the caller's voice while the agent listens, and the agent's while it speaks. */
export function StateOrb(props: { talk: Talk; isLarge?: boolean }) {
  let ring: HTMLSpanElement | undefined;
  const look = (): Look => {
    const { phase, agentState } = props.talk.shown;
    if (phase === 'running') return agentState;
    return phase === 'held' || phase === 'connecting' ? phase : 'rest';
  };
  const level = () => (!isConnected(props.talk.shown.phase) ? 0 : look() === 'SPEAKING' ? props.talk.voiceLevel() : look() === 'LISTENING' ? props.talk.level() : 0);
  createEffect(() => { ring?.style.setProperty('scale', String(1 + Math.sqrt(level()) * 0.45)); });
  return (
    <span class={`relative grid shrink-0 place-items-center ${props.isLarge ? 'size-20 sm:size-28' : 'size-9'}`} aria-hidden="true" data-look={look()}>
      <span class={`absolute inset-[6%] rounded-full opacity-10 ${LOOKS[look()]}`} />
      <span ref={ring} class={`absolute inset-[16%] rounded-full opacity-25 transition-[scale] duration-100 motion-reduce:hidden ${LOOKS[look()]}`} />
      <span class={`absolute inset-[26%] rounded-full bg-gradient-to-br from-white/25 to-transparent transition-colors ${LOOKS[look()]}`} />
    </span>
  );
}
