import { Navigate, Route, Router } from '@solidjs/router';
import { Provider } from '@urql/solid';
import { createSignal, ErrorBoundary, lazy, Match, Suspense, Switch, type ParentProps } from 'solid-js';
import { createApiClient } from './api/client.js';
import { sentenceOf } from './api/faults.js';
import { followOtherTabs, isPageKept, loadViewer, setViewer, viewer } from './api/session.js';
import { placeElsewhere } from './frame/place-elsewhere.js';
import { Shell } from './frame/shell.js';
import { followSystemTheme } from './frame/theme.js';
import { t } from './i18n/index.js';
import { wantFurtherWords } from './i18n/language.js';
import { Button } from './ui/button.js';
import { FailedState, Notice } from './ui/parts.js';
import { showPageTitle } from './ui/title.js';
import { toast, Toaster } from './ui/toast.js';

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
const SettingsFrame = lazy(() => withFurtherWords(import('./pages/settings/settings-frame.js')).then(({ SettingsFrame: Page }) => ({ default: Page })));
const Profile = lazy(() => withFurtherWords(import('./pages/settings/profile.js')).then(({ ProfilePage }) => ({ default: ProfilePage })));
const Security = lazy(() => withFurtherWords(import('./pages/settings/security/security.js')).then(({ SecurityPage }) => ({ default: SecurityPage })));
const OrganizationSettings = lazy(() => withFurtherWords(import('./pages/settings/organization/organization.js')).then(({ OrganizationPage }) => ({ default: OrganizationPage })));
const Members = lazy(() => withFurtherWords(import('./pages/settings/members/members.js')).then(({ MembersPage }) => ({ default: MembersPage })));
const Roles = lazy(() => withFurtherWords(import('./pages/settings/roles/roles.js')).then(({ RolesPage }) => ({ default: RolesPage })));
const SingleSignOn = lazy(() => withFurtherWords(import('./pages/settings/single-sign-on/single-sign-on.js')).then(({ SingleSignOnPage }) => ({ default: SingleSignOnPage })));
const ApiKeys = lazy(() => withFurtherWords(import('./pages/settings/keys/api-keys.js')).then(({ ApiKeysPage }) => ({ default: ApiKeysPage })));
const Clients = lazy(() => withFurtherWords(import('./pages/settings/tree/clients.js')).then(({ ClientsPage }) => ({ default: ClientsPage })));
const Agency = lazy(() => withFurtherWords(import('./pages/settings/tree/agency.js')).then(({ AgencyPage }) => ({ default: AgencyPage })));
const Usage = lazy(() => withFurtherWords(import('./pages/settings/usage/usage.js')).then(({ UsagePage }) => ({ default: UsagePage })));
const Audit = lazy(() => withFurtherWords(import('./pages/settings/audit/audit.js')).then(({ AuditPage }) => ({ default: AuditPage })));
const Plugins = lazy(() => withFurtherWords(import('./pages/settings/plugins.js')).then(({ PluginsPage }) => ({ default: PluginsPage })));
const Health = lazy(() => withFurtherWords(import('./pages/settings/health.js')).then(({ HealthPage }) => ({ default: HealthPage })));
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
          <Route path="/profile" component={Profile} />
          <Route path="/security" component={Security} />
          <Route path="/organization" component={OrganizationSettings} />
          <Route path="/members" component={Members} />
          <Route path="/roles" component={Roles} />
          <Route path="/clients" component={Clients} />
          <Route path="/agency" component={Agency} />
          <Route path="/single-sign-on" component={SingleSignOn} />
          <Route path="/usage" component={Usage} />
          <Route path="/audit" component={Audit} />
          <Route path="/api-keys" component={ApiKeys} />
          <Route path="/plugins" component={Plugins} />
          <Route path="/health" component={Health} />
        </Route>
        <Route path="*" component={NotFound} />
      </Route>
    </Router>
  );
}
