import { createSignal } from 'solid-js';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

/** The same key is read by public/first-paint.js before the first paint. */
const KEY = 'parley.theme';
const dark = () => matchMedia('(prefers-color-scheme: dark)');

function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? 'system';
  } catch { return 'system'; }
}

const [theme, setSignal] = createSignal<Theme>(readTheme());

export { theme };

function show(): void {
  const isDark = theme() === 'dark' || (theme() === 'system' && dark().matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
}

/** Chooses the appearance; kept in this browser. */
export function setTheme(choice: Theme): void {
  setSignal(choice);
  try { localStorage.setItem(KEY, choice); } catch { /* It then holds for this visit. */ }
  show();
}

/** Follows the system while that is the choice. */
export function followSystemTheme(): void {
  dark().addEventListener('change', show);
}
