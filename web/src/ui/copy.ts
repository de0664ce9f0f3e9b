import { t } from '../i18n/index.js';
import { toast } from './toast.js';

/** Copies a text, and says so. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t().common.copied);
  } catch { toast(t().faults.unknown, 'danger'); }
}
