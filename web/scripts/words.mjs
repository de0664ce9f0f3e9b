// The words of each language are a file of their own. The page is told where they are, so that public/first-paint.js can
// fetch those of the language in use while the console itself loads.
const WORDS = /\/src\/i18n\/([a-z]{2})\/index\.ts$/;

/** Vite: writes `data-words` at the script that runs first. */
export function preloadedWords() {
  return {
    name: 'preloaded-words',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = Object.values(bundle ?? {}).flatMap(({ fileName, facadeModuleId }) => { const language = WORDS.exec(facadeModuleId ?? '')?.[1]; return language ? [[language, `/${fileName}`]] : []; });
        if (bundle && files.length === 0) throw new Error('The words of no language were found in the build.');
        return html.replace('src="/first-paint.js"', (source) => `${source} data-words='${JSON.stringify(Object.fromEntries(files))}'`);
      },
    },
  };
}
