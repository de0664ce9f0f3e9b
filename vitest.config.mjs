import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node gives packages graphql's CommonJS build; sources under test must get the same one, since two copies refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['{api,media,prisma,plugins/*,media/contract,tools,web}/**/*.test.{ts,mjs}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['./web/test/words-setup.mjs'],
    globalSetup: ['./tools/vitest-build.mjs'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
