import { t } from '../../../i18n/index.js';
import { deviceOf } from './user-agent.js';

/** Which browser on which system, in words: `Firefox on Windows`. */
export function placeOf(userAgent: string): string {
  const { browser, system } = deviceOf(userAgent);
  if (browser && system) return t().sessions.onSystem(browser, system);
  return browser ?? system ?? t().sessions.unknown;
}
