// A page driven by keys alone. After every key the focus is somewhere, can be seen, and is covered by nothing.

/** Longer than a page may take to put the focus where it belongs. */
const FOCUS_TIMEOUT_MS = 3_000;
/** So soon after a key the page has come to rest. */
const SETTLED_MS = 250;
const TABS_MAX = 120;

/** What is wrong with the place of the focus; an empty list where nothing is. */
function lookAtFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return ['the focus is nowhere'];
  const name = `${element.localName} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`;
  const open = [...document.querySelectorAll('dialog:modal')].at(-1);
  if (open && !open.contains(element)) return [`the focus is behind a dialog: ${name}`];
  // Where one lands on a new page is announced; it is no control, and needs no outline.
  if (element.tabIndex < 0 && !element.matches('a, button, input, select, textarea, [role=menuitem], [role=option], [role=tab], [role^=menuitem]')) return [];
  const isOutlined = (candidate) => candidate instanceof Element && getComputedStyle(candidate).outlineStyle !== 'none' && parseFloat(getComputedStyle(candidate).outlineWidth) > 0;
  const isWritten = element.matches('input:not([type=checkbox], [type=radio], [type=range]), textarea');
  // A hidden radio button shows its focus on what is drawn beside it, a link on the row around it.
  const shown = [element, element.nextElementSibling, element.closest('label'), element.closest('[role=row]'), element.closest('li')];
  const faults = isWritten || shown.some(isOutlined) ? [] : [`the focus cannot be seen: ${name}`];
  const drawn = element.matches('input.sr-only') ? element.closest('label') ?? element.nextElementSibling ?? element : element;
  const { left, top, width, height } = drawn.getBoundingClientRect();
  const [x, y] = [left + Math.min(width / 2, 40), top + Math.min(height / 2, 40)];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return [...faults, `the focus is out of sight: ${name}`];
  const top_ = document.elementFromPoint(x, y);
  // A message in the corner goes by itself, and a key takes it away.
  if (top_?.closest('[aria-label=Notifications]')) return faults;
  return top_ && (drawn.contains(top_) || top_.contains(drawn)) ? faults : [...faults, `the focus is covered: ${name}, by ${top_?.localName} “${(top_?.getAttribute('aria-label') ?? top_?.textContent ?? '').trim().slice(0, 40)}”`];
}

/** Keys for a page; `faults` fills while they are pressed. */
export function createKeyboard(page) {
  const faults = new Set();
  const look = async (key) => {
    await page.waitForFunction(() => document.activeElement && document.activeElement !== document.body, undefined, { timeout: FOCUS_TIMEOUT_MS }).catch(() => {});
    // Rows that come into sight with the focus are drawn a frame later: what is wrong still is then.
    const isWrong = (await page.evaluate(lookAtFocus)).length > 0;
    if (isWrong) await page.waitForTimeout(SETTLED_MS);
    for (const fault of isWrong ? await page.evaluate(lookAtFocus) : []) faults.add(`${await page.title()}, after ${key}: ${fault}`);
  };
  /** After the last control of a page or dialog the browser's own come, as far as the page can see nowhere; then the first again. */
  const press = async (key) => {
    await page.keyboard.press(key);
    if (key.endsWith('Tab') && await page.evaluate(() => document.activeElement === document.body)) await page.keyboard.press(key);
    await look(key);
  };
  const hasFocus = (locator) => locator.evaluateAll((elements) => elements.some((element) => element === document.activeElement));
  const tabTo = async (locator, { key = 'Tab' } = {}) => {
    await locator.first().waitFor({ state: 'attached' });
    for (let count = 0; !await hasFocus(locator); count++) {
      if (count > TABS_MAX) throw new Error(`${TABS_MAX} presses of ${key} do not lead to ${locator}`);
      await press(key);
    }
  };
  return {
    faults: () => [...faults],
    press, tabTo,
    /** Goes there and presses Enter. */
    choose: async (locator, options) => { await tabTo(locator, options); await press('Enter'); },
    /** Goes to a field and writes in place of what it says. */
    write: async (locator, text, options) => {
      await tabTo(locator, options);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
      await look(`writing “${text.slice(0, 20)}”`);
    },
    /** Goes round a dialog, forwards and backwards: the focus never leaves it. */
    goRound: async (dialog) => {
      for (const key of ['Tab', 'Shift+Tab']) {
        const seen = new Set();
        for (let count = 0; count < TABS_MAX; count++) {
          await press(key);
          const place = await dialog.evaluate((element) => (element.contains(document.activeElement) ? [...element.querySelectorAll('*')].indexOf(document.activeElement) : 'outside'));
          if (place === 'outside') faults.add(`${key} leaves the dialog`);
          if (seen.has(place)) break;
          seen.add(place);
        }
      }
    },
  };
}
