import type { IncomingMessage, ServerResponse } from 'node:http';
import { ANONYMOUS } from '../access/actor.js';
import { ApiContext, type App } from '../context.js';
import { attemptCookie, attemptIn } from '../domains/single-sign-on/attempt.js';
import { singleSignOnFinish } from '../domains/single-sign-on/callback.service.js';
import { singleSignOnStart } from '../domains/single-sign-on/start.service.js';
import { Fault } from '../errors.js';
import { clientAddress } from './client-address.js';
import { sessionCookie } from './identify.js';

const PATHS = ['/auth/oidc/start', '/auth/oidc/callback'];

/** The sign-in page with a code for its words; what a provider wrote never gets there. */
const signInPage = (code: string) => `/sign-in?error=${code}`;

interface Asked { readonly url: URL; readonly requestId: string }

/** Both ends of a sign-in at an identity provider, as browsers meet them: each answers with a redirect. Answers nothing where the address is neither. */
export function serveSingleSignOn(app: App, request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> | undefined {
  return PATHS.includes(asked.url.pathname) ? redirect(app, request, response, asked) : undefined;
}

async function redirect(app: App, request: IncomingMessage, response: ServerResponse, { url, requestId }: Asked): Promise<void> {
  if (request.method !== 'GET') { response.writeHead(405, { allow: 'GET' }).end(); return; }
  const cookies: string[] = [];
  const context = new ApiContext(app, ANONYMOUS, {
    requestId, address: clientAddress(request, app.environment.trustProxy), userAgent: request.headers['user-agent'], languages: request.headers['accept-language'],
    setSessionCookie: (token) => { cookies.push(sessionCookie(app, token)); }, addCookie: (header) => { cookies.push(header); },
  });
  const location = await target(context, request, url).catch((error: unknown) => {
    cookies.splice(0);
    if (error instanceof Fault) return signInPage(error.data.code);
    context.logger.error({ err: error }, 'a sign-in through an identity provider failed');
    return signInPage('INTERNAL');
  });
  // The sign-in that was begun is over, however it ended.
  if (url.pathname === '/auth/oidc/callback') cookies.push(attemptCookie(app, null));
  response.writeHead(303, { location, 'set-cookie': cookies }).end();
}

function target(context: ApiContext, request: IncomingMessage, { pathname, searchParams }: URL): Promise<string> {
  if (pathname === '/auth/oidc/start') return singleSignOnStart(context, { email: searchParams.get('email') ?? '', returnTo: searchParams.get('returnTo') });
  return singleSignOnFinish(context, attemptIn(context.app, request.headers.cookie), searchParams);
}
