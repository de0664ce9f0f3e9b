import { Navigate, Route, Router } from '@solidjs/router';
import { Provider } from '@urql/solid';
import { createSignal, ErrorBoundary, lazy, Match, Suspense, Switch, type ParentProps } from 'solid-js';
import { createApiClient } from './api/client.js';
import { sentenceOf } from './api/faults.js';
import { followOtherTabs, isPageKept, loadViewer, setViewer, viewer } from './api/session.js';
import { placeElsewhere } from './frame/place-elsewhere.js';
import { Shell } from './frame/shell.js';
import type { SETTINGS_ROUTES } from './pages/settings/settings-routes.js';
import { followSystemTheme } from './frame/theme.js';
import { t } from './i18n/index.js';
import { wantFurtherWords } from './i18n/language.js';
import { Button } from './ui/button.js';
import { FailedState, Notice } from './ui/parts.js';
import { showPageTitle } from './ui/title.js';
import { toast, Toaster } from './ui/toast.js';

type SettingsRoute = keyof typeof SETTINGS_ROUTES;

/** A page whose words are fetched with it. */
const withFurtherWords = <Page,>(page: Promise<Page>): Promise<Page> => Promise.all([page, wantFurtherWords()]).then(([loaded]) => loaded);

const SignIn = lazy(() => import('./pages/account/sign-in.js').then(({ SignInPage }) => ({ default: SignInPage })));
const SignUp = lazy(() => import('./pages/account/sign-up.js').then(({ SignUpPage }) => ({ default: SignUpPage })));
const ForgotPassword = lazy(() => withFurtherWords(import('./pages/account/forgot-password.js')).then(({ ForgotPasswordPage }) => ({ default: ForgotPasswordPage })));
const ResetPassword = lazy(() => withFurtherWords(import('./pages/account/reset-password.js')).then(({ ResetPasswordPage }) => ({ default: ResetPasswordPage })));
const VerifyEmail = lazy(() => withFurtherWords(import('./pages/account/verify-email.js')).then(({ VerifyEmailPage }) => ({ default: VerifyEmailPage })));
const Invitation = lazy(() => withFurtherWords(import('./pages/account/invitation.js')).then(({ InvitationPage }) => ({ default: InvitationPage })));
const Home = lazy(() => import('./pages/home/home.js').then(({ HomePage }) => ({ default: HomePage })));
const Agents = lazy(() => import('./pages/agents/agents.js').then(({ AgentsPage }) => ({ default: AgentsPage })));
const Agent = lazy(() => import('./pages/agents/agent.js').then(({ AgentPage }) => ({ default: AgentPage })));
const Talk = lazy(() => import('./pages/talk/talk.js').then(({ TalkPage }) => ({ default: TalkPage })));
const Calls = lazy(() => import('./pages/calls/calls.js').then(({ CallsPage }) => ({ default: CallsPage })));
const Call = lazy(() => import('./pages/calls/call.js').then(({ CallPage }) => ({ default: CallPage })));
const Live = lazy(() => import('./pages/live/live.js').then(({ LivePage }) => ({ default: LivePage })));
const settings = () => withFurtherWords(import('./pages/settings/settings-routes.js'));
const SettingsFrame = lazy(() => settings().then(({ SettingsFrame: Page }) => ({ default: Page })));
const settingsPage = (route: SettingsRoute) => lazy(async () => ({ default: await (await settings()).SETTINGS_ROUTES[route]() }));
const NotFound = lazy(() => import('./pages/not-found.js').then(({ NotFoundPage }) => ({ default: NotFoundPage })));

function Root(props: ParentProps) {
  const client = createApiClient(() => {
    // What runs here says so itself.
    if (isPageKept()) return;
    // Somebody was signed in and is not any more; a first visit needs no words.
    if (viewer()) toast(t().faults.byCode.UNAUTHENTICATED, 'danger');
    setViewer(null);
  });
  const [failure, setFailure] = createSignal<string>();
  const load = async () => {
    setFailure(undefined);
    const error = await loadViewer(client);
    if (error) setFailure(sentenceOf(error));
  };
  void load();
  followSystemTheme();
  followOtherTabs((path) => placeElsewhere(path, () => false));
  showPageTitle();
  return (
    <Provider value={client}>
      <ErrorBoundary fallback={<div class="mx-auto max-w-xl p-6"><Notice tone="danger" title={t().frame.failedTitle} actions={<Button onClick={() => { location.reload(); }}>{t().frame.reload}</Button>}>{t().frame.failedText}</Notice></div>}>
        <Switch>
          <Match when={failure()}>{(sentence) => <main class="mx-auto max-w-xl p-6"><FailedState sentence={sentence()} onRetry={() => { void load(); }} /></main>}</Match>
          <Match when={viewer() !== undefined}><Suspense>{props.children}</Suspense></Match>
        </Switch>
      </ErrorBoundary>
      <Toaster />
    </Provider>
  );
}

/** The whole console: its routes. A route holds what a page shows: filters, tabs, the moment in a recording. */
export function App() {
  return (
    <Router root={Root}>
      <Route path="/sign-in" component={SignIn} />
      <Route path="/sign-up" component={SignUp} />
      <Route path="/forgot-password" component={ForgotPassword} />
      <Route path="/reset-password" component={ResetPassword} />
      <Route path="/verify-email" component={VerifyEmail} />
      <Route path="/invitation" component={Invitation} />
      <Route path="/" component={Shell}>
        <Route path="/" component={Home} />
        <Route path="/agents" component={Agents} />
        <Route path="/agents/:id" component={Agent} />
        <Route path="/agents/:id/talk" component={Talk} />
        <Route path="/calls" component={Calls} />
        <Route path="/calls/:id" component={Call} />
        <Route path="/live" component={Live} />
        <Route path="/settings" component={SettingsFrame}>
          <Route path="/" component={() => <Navigate href="/settings/profile" />} />
          <Route path="/profile" component={settingsPage('profile')} />
          <Route path="/security" component={settingsPage('security')} />
          <Route path="/organization" component={settingsPage('organization')} />
          <Route path="/members" component={settingsPage('members')} />
          <Route path="/roles" component={settingsPage('roles')} />
          <Route path="/clients" component={settingsPage('clients')} />
          <Route path="/agency" component={settingsPage('agency')} />
          <Route path="/single-sign-on" component={settingsPage('single-sign-on')} />
          <Route path="/connections" component={settingsPage('connections')} />
          <Route path="/connections/catalog" component={settingsPage('connections/catalog')} />
          <Route path="/connections/new/:plugin" component={settingsPage('connections/new/:plugin')} />
          <Route path="/connections/:id" component={settingsPage('connections/:id')} />
          <Route path="/usage" component={settingsPage('usage')} />
          <Route path="/audit" component={settingsPage('audit')} />
          <Route path="/api-keys" component={settingsPage('api-keys')} />
          <Route path="/platform" component={settingsPage('platform')} />
          <Route path="/platform/:id" component={settingsPage('platform/:id')} />
          <Route path="/plugins" component={settingsPage('plugins')} />
          <Route path="/health" component={settingsPage('health')} />
        </Route>
        <Route path="*" component={NotFound} />
      </Route>
    </Router>
  );
}
