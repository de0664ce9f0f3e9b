// What the lab runs inside the page: it listens to the browser's own measures, and scrolls.

/** Runs before the page's own scripts. */
export function listen() {
  const lab = { events: [], shifts: [], audios: [] };
  globalThis.lab = lab;
  new PerformanceObserver((list) => { for (const { interactionId, name, duration } of list.getEntries()) if (interactionId) lab.events.push({ interactionId, name, duration }); }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  // Movements that somebody caused by a press are expected, as in the browser's own sum.
  new PerformanceObserver((list) => { for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) lab.shifts.push(value); }).observe({ type: 'layout-shift', buffered: true });
  const { Audio } = globalThis;
  globalThis.Audio = class extends Audio { constructor(...given) { super(...given); lab.audios.push(this); } };
}

/** Milliseconds from the next press until `attribute` of the first `selector` is another one. */
export function timeUntilChange([selector, attribute]) {
  return new Promise((resolve) => {
    const read = () => { const element = document.querySelector(selector); return attribute === undefined ? element?.textContent : element?.getAttribute(attribute); };
    document.addEventListener('pointerdown', (press) => {
      const before = read();
      const observer = new MutationObserver(() => {
        if (read() === before) return;
        observer.disconnect();
        resolve(performance.now() - press.timeStamp);
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    }, { once: true, capture: true });
  });
}

/** Milliseconds from the next press until the recording stands at its new place and says so. */
export function timeUntilSought() {
  return new Promise((resolve) => {
    document.addEventListener('pointerdown', (press) => {
      globalThis.lab.audios.at(-1).addEventListener('seeked', () => { resolve(performance.now() - press.timeStamp); }, { once: true });
    }, { once: true, capture: true });
  });
}

/** Times between frames while nothing happens: what this machine can do at best just now. */
export function restFrames(frames) {
  return new Promise((resolve) => {
    const gaps = [];
    let last;
    const next = (nowMs) => {
      if (last !== undefined) gaps.push(nowMs - last);
      last = nowMs;
      if (gaps.length < frames) requestAnimationFrame(next); else resolve(gaps);
    };
    requestAnimationFrame(next);
  });
}

/** Scrolls by so many pixels each frame to the end of the list, waiting where rows are still to come; times between frames. */
export function scrollThrough([stepPx, rows, rowPx]) {
  return new Promise((resolve) => {
    const gaps = [];
    let last;
    let stillFrames = 0;
    const next = (nowMs) => {
      if (last !== undefined) gaps.push(nowMs - last);
      last = nowMs;
      const before = scrollY;
      scrollBy(0, stepPx);
      stillFrames = scrollY === before ? stillFrames + 1 : 0;
      const hasAll = document.querySelector('[role=grid] [role=rowgroup]:last-child').offsetHeight >= rows * rowPx;
      // A minute without a new row: the list does not go on.
      if ((hasAll && stillFrames > 10) || stillFrames > 3_600) resolve({ gaps, isWhole: hasAll }); else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}
