// What a page says in the made-up language of src/i18n/pseudo.ts, where every word of the catalogue stands in ⟦brackets⟧.

/** Collects what the api answers: names and texts of people, which no catalogue has. Codes of enums are not for reading. */
export function collectData(page) {
  const data = new Set();
  const take = (value) => {
    if (typeof value === 'string') { if (value.length > 1 && !/^[A-Z_]+$/.test(value)) for (const line of value.split('\n')) data.add(line.replaceAll(/\s+/g, ' ').trim()); }
    else if (value && typeof value === 'object') Object.values(value).forEach(take);
  };
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname === '/graphql' && response.headers()['content-type']?.includes('json')) take(await response.json().catch(() => undefined));
  });
  return data;
}

/** Every text that is shown or read aloud and is in no catalogue: neither in brackets, nor data, nor free of Latin letters. */
export async function foreignTexts(page, data) {
  const texts = await page.evaluate(() => {
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) || (element.tagName === 'OPTION' && element.closest('select').checkVisibility());
    const found = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (isShown(walker.currentNode.parentElement)) found.push(walker.currentNode.data);
    for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt], [aria-valuetext], [aria-description]')) {
      if (!isShown(element)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description']) if (element.hasAttribute(name)) found.push(element.getAttribute(name));
    }
    return found;
  });
  // Microphones and loudspeakers are called what their makers call them.
  const devices = await page.evaluate(() => navigator.mediaDevices.enumerateDevices().then((all) => all.map(({ label }) => label)));
  const known = [...data, ...devices].filter((value) => value !== '').toSorted((one, other) => other.length - one.length);
  const foreign = texts.filter((text) => {
    const bare = text.replaceAll(/⟦[^⟦⟧]*⟧/g, '').replaceAll(/\s+/g, ' ').trim();
    return /[A-Za-z]{2}/.test(known.reduce((rest, value) => rest.replaceAll(value, ''), bare));
  });
  return [...new Set(foreign)];
}

/**
 * Words of the catalogue that cannot be read to their end: outside the window, out of their control, or hidden by a box
 * around them. With the `data` of a page in a language of people, words of the catalogue are those that are no data;
 * without it the page is in the made-up one.
 */
export async function cutTexts(page, data) {
  const cut = await textsCut(page, data ? '' : '⟦');
  return data ? cut.filter(({ text }) => !isOfData(text, data)).map(({ words }) => words) : cut.map(({ words }) => words);
}

/** Whether all its letters come from what the api answered. */
function isOfData(text, data) {
  const whole = text.replaceAll(/\s+/g, ' ').trim();
  return [...data].some((value) => value.length >= 2 && (value.includes(whole) || (value.length > 3 && whole.includes(value))));
}

function textsCut(page, mark) {
  return page.evaluate((wanted) => {
    const SLACK_PX = 1.5;
    // As `sr-only` does it, at whatever width: nothing of the box is left to see.
    const isForEarsOnly = (element) => element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || isForEarsOnly(element.parentElement));
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const parent = text.parentElement;
      if (!/[\p{L}\p{N}]/u.test(text.data) || !text.data.includes(wanted) || !parent.checkVisibility({ visibilityProperty: true }) || parent.closest('option') || isForEarsOnly(parent)) continue;
      // A cell of a table may be too narrow for its words; the page of its row has them whole.
      if (wanted === '' && parent.closest('[role=gridcell]')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      const tell = (where) => found.set(`${text.data} (${where})`, text.data);
      const holder = parent.closest('button, a, label, summary, th, td, dt, dd, p, h1, h2, h3');
      if (holder && getComputedStyle(holder).display !== 'inline' && right > holder.getBoundingClientRect().right + SLACK_PX) tell('wider than its control');
      let isScrolled = false;
      for (let box = parent; box && !isScrolled; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box);
        const edge = box.getBoundingClientRect();
        isScrolled = ['auto', 'scroll'].includes(overflowX) || ['auto', 'scroll'].includes(overflowY);
        if (!isScrolled && overflowX !== 'visible' && (right > edge.right + SLACK_PX || left < edge.left - SLACK_PX)) tell('hidden sideways');
        if (!isScrolled && overflowY !== 'visible' && (bottom > edge.bottom + SLACK_PX || top < edge.top - SLACK_PX)) tell('hidden below');
      }
      if (!isScrolled && (right > innerWidth + SLACK_PX || left < -SLACK_PX)) tell('outside the window');
    }
    return [...found].map(([words, of]) => ({ words, text: of }));
  }, mark);
}
