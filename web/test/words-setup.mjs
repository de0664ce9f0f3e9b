// Unit tests of the console see it in English, as a page does that has been started.
import { expect } from 'vitest';

if (/\/web\/(src|test)\//.test(expect.getState().testPath ?? '')) {
  const [{ showCatalogue }, { en }, { enFurther }] = await Promise.all([import('../src/i18n/index.ts'), import('../src/i18n/en/index.ts'), import('../src/i18n/en/further.ts')]);
  showCatalogue('en', { ...en, ...enFurther });
}
