import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';
import { persistedDocuments } from './scripts/documents.mjs';
import { preloadedWords } from './scripts/words.mjs';

export default defineConfig({
  plugins: [solid(), tailwindcss(), persistedDocuments(), preloadedWords()],
  build: {
    target: 'es2022',
    // Nothing is inlined as data: the content security policy allows files of this origin alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
});
