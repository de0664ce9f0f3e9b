// Runs before the first paint, so that nobody who prefers dark is dazzled, and nobody waits for words one after the other.
// src/frame/theme.ts and src/i18n/language.ts keep the choices.
(() => {
  const root = document.documentElement;
  const kept = (key) => { try { return localStorage.getItem(key) ?? 'system'; } catch { return 'system'; /* Storage is switched off. */ } };

  const theme = kept('parley.theme');
  const isDark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = isDark ? 'dark' : 'light';

  // Where the words of each language are is written here by the build: they load beside the console, not after it.
  const words = JSON.parse(document.currentScript.dataset.words ?? '{}');
  const wanted = [kept('parley.language'), ...navigator.languages].map((tag) => tag.toLowerCase().split('-')[0]);
  const language = wanted.find((candidate) => candidate in words) ?? 'en';
  root.lang = language;
  if (words[language]) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: words[language] }));
})();
