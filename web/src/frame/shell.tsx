import { A, Navigate, useLocation } from '@solidjs/router';
import Menu from 'lucide-solid/icons/menu';
import Search from 'lucide-solid/icons/search';
import { createEffect, createSignal, For, lazy, Match, on, Show, Suspense, Switch, type ParentProps } from 'solid-js';
import { viewer, type Viewer } from '../api/session.js';
import { t } from '../i18n/index.js';
import { wantFurtherWords } from '../i18n/language.js';
import { LiveBadge } from '../live/live-badge.js';
import { IconButton } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { SkeletonRows } from '../ui/parts.js';
import { AccountMenu, AccountPanel } from './account-menu.js';
import { RouteAnnouncer } from './announcer.js';
import { rememberPlaces, useFrameActions } from './frame-actions.js';
import { KeyCaps } from './key-caps.js';
import { LINKS } from './links.js';
import { OrganizationMenu } from './organization-menu.js';
import { openOverlay } from './overlay.js';
import { Overlays } from './overlays.js';
import { isMac } from './shortcuts.js';

function SearchButton() {
  return (
    <button type="button" class="control flex w-full items-center gap-2.5 rounded-lg border border-line bg-canvas px-2 text-left text-sm text-muted hover:border-edge hover:text-ink" aria-haspopup="dialog" aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'} onClick={() => { openOverlay('palette'); }}>
      <Search size={16} aria-hidden="true" /><span class="flex-1">{t().palette.open}</span><KeyCaps keys="mod+k" />
    </button>
  );
}

function Links() {
  return (
    <nav aria-label={t().frame.navigation} class="flex flex-1 flex-col gap-0.5">
      <For each={LINKS}>
        {({ href, icon: Icon, name }) => (
          <A href={href} end={href === '/'} class="control flex items-center gap-2.5 rounded-lg px-2 font-medium" activeClass="bg-accent-soft text-accent forced-colors:underline" inactiveClass="text-muted hover:bg-sunken hover:text-ink">
            <Icon size={17} aria-hidden="true" />{t().frame[name]}
            <Show when={name === 'live'}><LiveBadge /></Show>
          </A>
        )}
      </For>
    </nav>
  );
}

function SideBar(props: { viewer: Viewer }) {
  return (
    <header class="sticky top-(--banner) hidden h-[calc(100dvh-var(--banner))] flex-col gap-3 border-r border-line bg-surface p-3 lg:flex">
      <OrganizationMenu viewer={props.viewer} /><SearchButton /><Links /><AccountMenu viewer={props.viewer} />
    </header>
  );
}

/** On narrow screens the navigation waits behind a button. */
function TopBar(props: { viewer: Viewer }) {
  const location = useLocation();
  const [isMenuOpen, setMenuOpen] = createSignal(false);
  createEffect(on(() => location.pathname, () => { setMenuOpen(false); }, { defer: true }));
  return (
    <header class="sticky top-(--banner) z-20 flex items-center justify-between border-b border-line bg-surface px-2 py-1 lg:hidden">
      <OrganizationMenu viewer={props.viewer} />
      <div class="flex shrink-0">
        <IconButton label={t().palette.open} aria-haspopup="dialog" onClick={() => { openOverlay('palette'); }}><Search size={19} aria-hidden="true" /></IconButton>
        <IconButton label={t().frame.menu} aria-expanded={isMenuOpen()} onClick={() => setMenuOpen(true)}><Menu size={20} aria-hidden="true" /></IconButton>
      </div>
      <Dialog isOpen={isMenuOpen()} title={t().frame.menu} isTitleHidden onClose={() => setMenuOpen(false)} class="mr-0 h-dvh max-h-none w-72 max-w-[85vw] border-l border-line bg-surface text-ink">
        <Show when={isMenuOpen()}><div class="flex min-h-full flex-col gap-4 p-3"><Links /><div class="border-t border-line pt-3"><AccountPanel viewer={props.viewer} onDone={() => setMenuOpen(false)} /></div></div></Show>
      </Dialog>
    </header>
  );
}

const focusMain = () => { document.getElementById('main')?.focus({ preventScroll: true }); };

const standing = () => Promise.all([import('./standing.js'), wantFurtherWords()]).then(([parts]) => parts);
const ImpersonationBanner = lazy(() => standing().then((parts) => ({ default: parts.ImpersonationBanner })));
const SuspendedNotice = lazy(() => standing().then((parts) => ({ default: parts.SuspendedNotice })));

/** What stands around every page of somebody who is signed in. */
function Frame(props: ParentProps<{ viewer: Viewer }>) {
  const location = useLocation();
  useFrameActions();
  rememberPlaces();
  createEffect(on(() => location.pathname, () => {
    // The next thing that is read or reached by keyboard is the new page, not the link that led there. A dialog that
    // closes now gives the focus back first.
    queueMicrotask(focusMain);
  }, { defer: true }));
  return (
    <>
      <Show when={props.viewer.impersonation}>{(impersonation) => <Suspense><ImpersonationBanner viewer={props.viewer} impersonation={impersonation()} /></Suspense>}</Show>
      <div class="min-h-[calc(100dvh-var(--banner))] lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <a href="#main" onClick={(event) => { event.preventDefault(); focusMain(); }} class="control sr-only z-50 rounded-lg bg-accent px-3 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:inline-flex focus:items-center">{t().common.skip}</a>
        <SideBar viewer={props.viewer} />
        <TopBar viewer={props.viewer} />
        <main id="main" tabindex="-1" class="mx-auto w-full max-w-7xl px-4 py-5 outline-none sm:px-6 lg:py-7">
          <Show when={props.viewer.organization.suspendedAt}><Suspense><SuspendedNotice viewer={props.viewer} /></Suspense></Show>
          <Suspense fallback={<SkeletonRows />}>{props.children}</Suspense>
        </main>
        <RouteAnnouncer />
        <Overlays />
      </div>
    </>
  );
}

/** The pages of those who are signed in; everyone else signs in first and comes back. */
export function Shell(props: ParentProps) {
  const location = useLocation();
  const back = () => encodeURIComponent(location.pathname + location.search);
  return (
    <Switch>
      <Match when={viewer() === null}><Navigate href={`/sign-in?to=${back()}`} /></Match>
      <Match when={viewer()}>{(who) => <Frame viewer={who()}>{props.children}</Frame>}</Match>
    </Switch>
  );
}
