import type { Letter, MailLanguage, MailTemplate, MailTemplates, MailWords } from './letters.js';
import { WORDS_DE } from './words-de.js';
import { WORDS_EN } from './words-en.js';

const WORDS: Readonly<Record<MailLanguage, MailWords>> = { en: WORDS_EN, de: WORDS_DE };
const VALUE_CHARACTERS_MAX = 120;

export interface LaidOutMail { readonly subject: string; readonly text: string; readonly html: string }

/**
 * What people call themselves and their organizations, made harmless: one line, and nothing that a mail program would turn
 * into a link. Otherwise anybody could have their own advertisement sent to any address, in our name.
 */
function plainName(value: string): string {
  const line = value.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').replaceAll(/(?<=\S)[.:/@](?=\S)/g, ' ').trim();
  return Array.from(line).slice(0, VALUE_CHARACTERS_MAX).join('');
}

function plainValues<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]: [string, unknown]) => [name, typeof value === 'string' && name !== 'url' ? plainName(value) : value])) as Values;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function asText({ greeting, paragraphs, action, notes }: Letter): string {
  return `${[greeting, ...paragraphs, `${action.label}:\n${action.url}`, ...notes].join('\n\n')}\n`;
}

function asHtml({ subject, greeting, paragraphs, action, notes }: Letter, language: MailLanguage): string {
  const paragraph = (text: string, style = 'margin:0 0 16px') => `<p style="${style}">${escaped(text)}</p>`;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,\'Segoe UI\',sans-serif"><div style="max-width:34em;margin:0 auto">',
    paragraph(greeting), ...paragraphs.map((text) => paragraph(text)),
    `<p style="margin:24px 0"><a href="${escaped(action.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1d4ed8;color:#ffffff;text-decoration:none">${escaped(action.label)}</a></p>`,
    `<p style="margin:0 0 16px;font-size:13px;word-break:break-all">${escaped(action.url)}</p>`,
    ...notes.map((text) => paragraph(text, 'margin:0 0 8px;font-size:13px')), '</div></body></html>', '',
  ].join('\n');
}

/** A mail in plain text and simple HTML: no picture, nothing that is loaded when it is read. */
export function layOut<Template extends MailTemplate>(template: Template, values: MailTemplates[Template], language: MailLanguage): LaidOutMail {
  const letter = WORDS[language][template](plainValues(values));
  return { subject: letter.subject, text: asText(letter), html: asHtml(letter, language) };
}
