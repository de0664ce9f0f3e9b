/**
 * Where the compiled worker entry lies, e.g. `vad/vad-worker.js`. Workers run from dist/ also where this module itself is
 * run from src/ (tests), because Node 20 starts no TypeScript.
 */
export function workerUrl(entry: string): URL {
  return new URL(`../../dist/${entry}`, import.meta.url);
}
