import { A, Navigate, useLocation } from '@solidjs/router';
import AudioLines from 'lucide-solid/icons/audio-lines';
import Menu from 'lucide-solid/icons/menu';
import Phone from 'lucide-solid/icons/phone';
import Radio from 'lucide-solid/icons/radio';
import Users from 'lucide-solid/icons/headset';
import { createEffect, createSignal, For, Match, on, Show, Suspense, Switch, type ParentProps } from 'solid-js';
import { viewer } from '../api/session.js';
import { t } from '../i18n/index.js';
import { LiveBadge } from '../live/live-badge.js';
import { IconButton } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { SkeletonRows } from '../ui/parts.js';
import { AccountMenu } from './account-menu.js';

const LINKS = [{ href: '/agents', icon: Users, name: 'agents' }, { href: '/calls', icon: Phone, name: 'calls' }, { href: '/live', icon: Radio, name: 'live' }] as const;

function Brand() {
  return (
    <A href="/agents" class="control flex items-center gap-2 rounded-lg px-2 text-lg font-semibold tracking-tight">
      <span class="rounded-md bg-accent p-1 text-on-accent" aria-hidden="true"><AudioLines size={16} /></span>{t().product}
    </A>
  );
}

function Links() {
  return (
    <nav aria-label={t().frame.navigation} class="flex flex-1 flex-col gap-0.5">
      <For each={LINKS}>
        {({ href, icon: Icon, name }) => (
          <A href={href} class="control flex items-center gap-2.5 rounded-lg px-2 font-medium" activeClass="bg-accent-soft text-accent" inactiveClass="text-muted hover:bg-sunken hover:text-ink">
            <Icon size={17} aria-hidden="true" />{t().frame[name]}
            <Show when={name === 'live'}><LiveBadge /></Show>
          </A>
        )}
      </For>
    </nav>
  );
}

/** Navigation around every page of somebody who is signed in; on narrow screens it waits behind a button. */
export function Shell(props: ParentProps) {
  const location = useLocation();
  const [isMenuOpen, setMenuOpen] = createSignal(false);
  createEffect(on(() => location.pathname, () => {
    setMenuOpen(false);
    // The next thing that is read or reached by keyboard is the new page, not the link that led there.
    document.getElementById('main')?.focus({ preventScroll: true });
  }, { defer: true }));
  const back = () => encodeURIComponent(location.pathname + location.search);
  return (
    <Switch>
      <Match when={viewer() === null}><Navigate href={`/sign-in?to=${back()}`} /></Match>
      <Match when={viewer()}>
        {(who) => (
          <div class="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
            <a href="#main" class="control sr-only z-50 rounded-lg bg-accent px-3 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:inline-flex focus:items-center">{t().common.skip}</a>
            <header class="sticky top-0 hidden h-dvh flex-col gap-4 border-r border-line bg-surface p-3 lg:flex"><Brand /><Links /><AccountMenu viewer={who()} /></header>
            <header class="sticky top-0 z-20 flex items-center justify-between border-b border-line bg-surface px-2 py-1 lg:hidden">
              <Brand />
              <IconButton label={t().frame.menu} aria-expanded={isMenuOpen()} onClick={() => setMenuOpen(true)}><Menu size={20} aria-hidden="true" /></IconButton>
            </header>
            <Dialog isOpen={isMenuOpen()} title={t().frame.menu} isTitleHidden onClose={() => setMenuOpen(false)} class="mr-0 h-dvh max-h-none w-72 max-w-[85vw] border-l border-line bg-surface text-ink">
              <Show when={isMenuOpen()}><div class="flex h-full flex-col gap-4 p-3"><Links /><AccountMenu viewer={who()} /></div></Show>
            </Dialog>
            <main id="main" tabindex="-1" class="mx-auto w-full max-w-7xl px-4 py-5 outline-none sm:px-6 lg:py-7">
              <Suspense fallback={<SkeletonRows />}>{props.children}</Suspense>
            </main>
          </div>
        )}
      </Match>
    </Switch>
  );
}
