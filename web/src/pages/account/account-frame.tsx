import AudioLines from 'lucide-solid/icons/audio-lines';
import { For, type ParentProps } from 'solid-js';
import { speak } from '../../frame/speak.js';
import { locale, t } from '../../i18n/index.js';
import { LANGUAGES } from '../../i18n/locale.js';
import { usePageTitle } from '../../ui/title.js';

/** Where `?to=` may lead after signing in: a place in this console, never another site. */
export function safeTarget(to: string | string[] | undefined): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/';
}

/** The card in the middle of the pages for those who are not signed in. */
export function AccountFrame(props: ParentProps<{ title: string }>) {
  usePageTitle(() => props.title);
  return (
    <main class="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-4 py-10">
      <div class="mb-6 flex items-center gap-3">
        <span class="rounded-lg bg-accent p-2 text-on-accent" aria-hidden="true"><AudioLines size={22} /></span>
        <div><p class="text-lg leading-tight font-semibold">{t().product}</p><p class="text-sm text-muted">{t().account.tagline}</p></div>
      </div>
      <div class="card p-6 shadow-sm"><h1 class="mb-4 text-xl font-semibold tracking-tight">{props.title}</h1>{props.children}</div>
      <p class="mt-4 flex justify-center gap-2 text-sm">
        <For each={LANGUAGES.filter((language) => !locale().startsWith(language))}>
          {(language) => <button type="button" lang={language} class="control rounded-lg px-3 text-muted hover:bg-sunken hover:text-ink" onClick={() => { void speak(language); }}>{t().frame.languages[language]}</button>}
        </For>
      </p>
    </main>
  );
}

/** Between one way in and the others. */
export function Or() {
  return <p class="flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">{t().account.or}</p>;
}
