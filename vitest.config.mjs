import { availableParallelism } from 'node:os';
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
    // Vitest leaves a core to the machine; on two that would be half of it, and most tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 40_000,
    hookTimeout: 120_000,
    // What is waited for comes at once on a quiet machine; a busy one has its time too.
    expect: { poll: { timeout: 10_000 } },
  },
});
