import type { App } from '../context.js';
import { layOut } from './lay-out.js';
import type { MailLanguage, MailTemplate, MailTemplates } from './letters.js';

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
export function sendMail<Template extends MailTemplate>({ mailer, environment, publicUrl }: Pick<App, 'mailer' | 'environment' | 'publicUrl'>, { to, template, values, language }: MailRequest<Template>): boolean {
  const { hostname } = new URL(publicUrl());
  const from = environment.mailFrom ?? `Parley <no-reply@${hostname.includes('.') ? hostname : `${hostname}.localdomain`}>`;
  return mailer.take({ from, to, ...layOut(template, values, language), messageId: `<${crypto.randomUUID()}@${hostname}>` }, template);
}

/** The address of a page of the console that takes a token; the token is in the fragment, which no server and no log sees. */
export function consoleLink({ publicUrl }: Pick<App, 'publicUrl'>, page: string, token: string): string {
  return `${publicUrl()}/${page}#token=${encodeURIComponent(token)}`;
}
