import { t } from '../../../i18n/index.js';
import type { AuditEventFields } from './audit-documents.js';

/** What was done, in words: by its mutation, else by what befell which kind of row. What is newer than this page keeps its own name. */
export function actionWords(action: string): string {
  const { actions, rows, deeds }: { actions: Record<string, string>; rows: Record<string, string>; deeds: Record<string, (row: string) => string> } = t().audit;
  if (actions[action]) return actions[action];
  const [row = '', deed = ''] = action.split('.');
  return rows[row] && deeds[deed] ? deeds[deed](rows[row]) : action;
}

export const knownActions = (): string[] => Object.keys(t().audit.actions);

/** Who did it: as they are called now, else as they were called then, else what they are; and who worked as them. */
export function actorText({ actorKind, actorName, actorUser, impersonatorName }: AuditEventFields): string {
  const actor = actorUser?.name || actorUser?.email || actorName || t().audit.actors[actorKind];
  return impersonatorName ? t().audit.as(impersonatorName, actor) : actor;
}

/** Texts of which the words are compared; shorter ones are read as a whole. */
const COMPARED_CHARACTERS = 40;

export type ChangeKind = 'came' | 'went' | 'text' | 'value';

/** How a change is best shown: something came, something went, or one became the other, by words where they are many. */
export function changeKind({ before, after }: AuditEventFields['changes'][number]): ChangeKind {
  if (before === null) return 'came';
  if (after === null) return 'went';
  return Math.max(before.length, after.length) >= COMPARED_CHARACTERS ? 'text' : 'value';
}

const SECRET = '[secret]';

/** A value as people read it: JSON with its lines, secrets by name. */
export function valueText(value: string | null): string {
  if (value === null) return t().audit.nothing;
  if (value === SECRET) return t().audit.hidden;
  if (!/^[[{]/.test(value)) return value;
  try { return JSON.stringify(JSON.parse(value), null, 2); } catch { return value; }
}

/** Changes that say something: a field that came empty says nothing. */
export const toldChanges = (changes: AuditEventFields['changes']): AuditEventFields['changes'] => changes.filter(({ before, after }) => !((before === null || before === '' || before === '[]') && (after === null || after === '' || after === '[]')));
