// Runs before the first paint, so that nobody who prefers dark is dazzled. src/frame/theme.ts keeps the choice.
(() => {
  let choice = 'system';
  try { choice = localStorage.getItem('parley.theme') ?? 'system'; } catch { /* storage is switched off */ }
  const isDark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
