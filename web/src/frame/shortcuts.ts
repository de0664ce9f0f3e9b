import { createSignal, onCleanup } from 'solid-js';
import { actions } from './actions.js';
import { createKeyReader, pressedKeys } from './keys.js';

const KEY = 'parley.shortcuts';

function readChoice(): boolean {
  try { return localStorage.getItem(KEY) !== 'off'; } catch { return true; }
}

const [areShortcutsOn, setSignal] = createSignal(readChoice());

/** Whether single keys do something. Keys with Ctrl or Command always do. */
export { areShortcutsOn };

/** Switches single keys on or off, as those need who dictate or press by accident (WCAG 2.1.4); kept in this browser. */
export function setShortcutsOn(isOn: boolean): void {
  setSignal(isOn);
  try { localStorage.setItem(KEY, isOn ? 'on' : 'off'); } catch { /* It then holds for this visit. */ }
}

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** Where letters are typed or lead through a list, they mean themselves. */
const TYPING = 'input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=menu], [role=listbox], [role=combobox]';

/** A field that has just gone from sight may still hold the focus. */
const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest(TYPING) !== null && target.checkVisibility();

/** Runs the actions whose keys are pressed, for as long as the component lives. */
export function followShortcuts(): void {
  const read = createKeyReader();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const pressed = pressedKeys(event, isMac);
    if (pressed === undefined) return;
    const isCommand = pressed.startsWith('mod+');
    if (!isCommand && (!areShortcutsOn() || isTyping(event.target))) return;
    // Behind an open dialog nothing shall happen; what belongs to the dialog it handles itself.
    if (document.querySelector('dialog[open]')) return;
    const offered = actions().filter(({ keys }) => keys !== undefined && keys.startsWith('mod+') === isCommand);
    const keys = read(pressed, offered.map((action) => action.keys!), event.timeStamp);
    const action = keys === undefined ? undefined : offered.find((candidate) => candidate.keys === keys);
    if (!action) return;
    event.preventDefault();
    action.run();
  };
  addEventListener('keydown', onKeyDown);
  onCleanup(() => { removeEventListener('keydown', onKeyDown); });
}
