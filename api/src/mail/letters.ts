/** What each mail tells; the words are in `words-en.ts` and `words-de.ts`. */
export interface MailTemplates {
  /** To a new account, or an address that was asked for: the link proves that the mail was read there. */
  'email-verification': { readonly name: string; readonly url: string };
  /** To whoever forgot the password. */
  'password-reset': { readonly name: string; readonly url: string };
  /** After the password was changed or set anew; the link is to setting it anew, for whoever did not do it. */
  'password-changed': { readonly name: string; readonly url: string };
  /** To somebody who shall join an organization. */
  invitation: { readonly organizationName: string; readonly inviterName: string; readonly roleName: string; readonly url: string; readonly expiresAt: Date };
  /** To the members who may take it back: the organization will be deleted. */
  'organization-deletion': { readonly organizationName: string; readonly deletionAt: Date; readonly url: string };
}

export type MailTemplate = keyof MailTemplates;

/** Languages that mails are written in. */
export const MAIL_LANGUAGES = ['en', 'de'] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

/** The first of the wanted languages (BCP 47, as in `Accept-Language`) that there are words for; English where there is none. */
export function mailLanguage(...wanted: readonly (string | null | undefined)[]): MailLanguage {
  for (const each of wanted.flatMap((list) => (list ?? '').split(','))) {
    const language = each.trim().split(/[-;]/)[0]!.toLowerCase();
    if (MAIL_LANGUAGES.includes(language as MailLanguage)) return language as MailLanguage;
  }
  return 'en';
}

/** A mail in words, before it is laid out. */
export interface Letter {
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly action: { readonly label: string; readonly url: string };
  /** Below the link: how long it holds, and what to do if the mail is unexpected. */
  readonly notes: readonly string[];
}

export type MailWords = { readonly [Template in MailTemplate]: (values: MailTemplates[Template]) => Letter };
