import { listed } from './phrases.js';
import { wordsOfName } from './tool-arguments.js';

/** Keys whose text is made to be said. */
const SAYINGS = ['message', 'text', 'answer', 'summary', 'result', 'status'] as const;
const FIELDS_TOLD = 5;
const ITEMS_TOLD = 3;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The result of a tool, in words. */
export function spokenResult(resultJson: string): string {
  let value: unknown;
  try {
    value = JSON.parse(resultJson);
  } catch {
    value = resultJson;
  }
  if (isFields(value) && value['error'] !== undefined && value['error'] !== null && value['error'] !== false) {
    const why = typeof value['message'] === 'string' ? ` ${sentence(value['message'])}` : '';
    return `I am sorry, that did not work.${why}`;
  }
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return 'I found nothing.';
  if (value === true) return 'Done.';
  if (value === false) return 'I am sorry, that did not work.';
  if (isFields(value)) {
    const saying = SAYINGS.map((key) => (value as Fields)[key]).find((text) => typeof text === 'string' && /\s/.test(text.trim()));
    if (typeof saying === 'string') return sentence(saying);
  }
  if (typeof value === 'string') return sentence(value);
  return `Here is what I have: ${sentence(told(value))}`;
}

function told(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS_TOLD).map((item) => told(item));
    const more = value.length - items.length;
    return more > 0 ? `${items.join(', ')} and ${more} more` : listed(items);
  }
  if (isFields(value)) {
    return Object.entries(value).filter(([, field]) => field !== null && field !== undefined && field !== '').slice(0, FIELDS_TOLD)
      .map(([key, field]) => `${wordsOfName(key)} ${told(field)}`).join(', ');
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}

function sentence(text: string): string {
  const plain = text.trim();
  return /[.!?]$/.test(plain) ? plain : `${plain}.`;
}
