import { t } from '../../../i18n/index.js';
import type { PermissionFields, RoleFields } from './role-documents.js';

/** A permission in words; one that is newer than this page in the server's. */
export function permissionText({ name, description }: PermissionFields): string {
  const known: Readonly<Record<string, string>> = t().permissions.words;
  return known[name] ?? description;
}

export function groupText(group: string): string {
  const known: Readonly<Record<string, string>> = t().permissions.groups;
  return known[group] ?? group;
}

/** What a role is for: templates in the language of the page, an organization's own as it wrote it. */
export function roleText({ key, description }: RoleFields): string {
  const known: Readonly<Record<string, string>> = t().roleMatrix.descriptions;
  return (key === null ? undefined : known[key]) ?? description;
}
