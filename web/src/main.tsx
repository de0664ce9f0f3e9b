import { render } from 'solid-js/web';
import { App } from './app.js';
import { startLanguage } from './i18n/language.js';
import './styles.css';

// Nobody sees the page in one language and then in another.
await startLanguage(location.search);
render(() => <App />, document.getElementById('app')!);
