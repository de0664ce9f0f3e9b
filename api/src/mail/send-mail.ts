import type { MailMessage } from '@parley/plugin-host';
import type { App } from '../context.js';
import { layOut } from './lay-out.js';
import type { MailLanguage, MailTemplate, MailTemplates } from './letters.js';

type MailApp = Pick<App, 'mailer' | 'environment' | 'publicUrl'>;

export interface MailRequest<Template extends MailTemplate> {
  /** One address. */
  readonly to: string;
  readonly template: Template;
  readonly values: MailTemplates[Template];
  /** Of whoever reads it: {@link mailLanguage} picks one. */
  readonly language: MailLanguage;
}

/**
 * Sends a mail soon; answers at once. False where too many wait already: say so where it matters, except where the answer
 * would tell whether there is an account.
 */
export function sendMail<Template extends MailTemplate>(app: MailApp, request: MailRequest<Template>): boolean {
  return app.mailer.take(messageOf(app, request), request.template);
}

/**
 * Sends a mail that is put together after the answer, when it is its turn: `prepare` looks up whether there is anybody to
 * send it to, and answers undefined where there is not.
 */
export function sendMailLater<Template extends MailTemplate>(app: MailApp, template: Template, prepare: () => Promise<Omit<MailRequest<Template>, 'template'> | undefined>): boolean {
  return app.mailer.takeLater(async () => {
    const request = await prepare();
    return request && messageOf(app, { ...request, template });
  }, template);
}

function messageOf<Template extends MailTemplate>({ environment, publicUrl }: MailApp, { to, template, values, language }: MailRequest<Template>): MailMessage {
  const { hostname } = new URL(publicUrl());
  const from = environment.mailFrom ?? `Parley <no-reply@${hostname.includes('.') ? hostname : `${hostname}.localdomain`}>`;
  return { from, to, ...layOut(template, values, language), messageId: `<${crypto.randomUUID()}@${hostname}>` };
}

/** The address of a page of the console that takes a token; the token is in the fragment, which no server and no log sees. */
export function consoleLink({ publicUrl }: Pick<App, 'publicUrl'>, page: string, token: string): string {
  return `${publicUrl()}/${page}#token=${encodeURIComponent(token)}`;
}
