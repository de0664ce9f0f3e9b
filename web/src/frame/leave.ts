import type { Client } from '@urql/core';
import { sentenceOf } from '../api/faults.js';
import { signOut } from '../api/session.js';
import { toast } from '../ui/toast.js';
import { forgetRecent } from './recent.js';

/** Signs out, and forgets what this browser remembers of it. */
export async function leave(client: Client): Promise<void> {
  const error = await signOut(client);
  if (error) { toast(sentenceOf(error), 'danger'); return; }
  forgetRecent();
  // Words of agents that were not saved, kept by the tab.
  try { sessionStorage.clear(); } catch { /* Nothing is kept where nothing may be. */ }
}
