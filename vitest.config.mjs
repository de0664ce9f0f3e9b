import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{api,media,prisma,plugins/*,media/contract,tools}/**/*.test.{ts,mjs}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./tools/vitest-build.mjs'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
