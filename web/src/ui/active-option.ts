import { createSignal } from 'solid-js';

const PAGE_STEP = 8;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_STEP, PageUp: -PAGE_STEP };

/** Which option of a list is the active one while the focus stays in the field above it, as in a combobox: single steps go round, pages stop at the ends. */
export function createActiveOption(count: () => number) {
  const [wanted, setActive] = createSignal(0);
  const active = () => Math.min(wanted(), count() - 1);
  /** Whether the key moved it. */
  const move = (key: string): boolean => {
    const step = STEPS[key];
    if (step === undefined || count() === 0) return false;
    const next = active() + step;
    setActive(Math.abs(step) === 1 ? (next + count()) % count() : Math.max(0, Math.min(count() - 1, next)));
    return true;
  };
  return { active, setActive: (index: number) => { setActive(index); }, move };
}
