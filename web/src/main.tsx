import { render } from 'solid-js/web';
import { App } from './app.js';
import { startLanguage } from './i18n/language.js';
import './styles.css';

const root = document.getElementById('app')!;
try {
  // Nobody sees the page in one language and then in another.
  await startLanguage(location.search);
  render(() => <App />, root);
} catch (error) {
  // The only words that are in no catalogue: there is none.
  root.textContent = 'Parley could not be loaded. Please reload the page.';
  throw error;
}
