// Packages import each other through dist/, so the tests build first; it takes well under a second.
import { buildAll } from './build.mjs';

export default async function setup() {
  await buildAll();
}
