import { t } from '../i18n/index.js';

/** What a role is called: templates in the language of the page, an organization's own as it calls them. */
export function roleName({ key, name }: { readonly key: string | null; readonly name: string }): string {
  const names: Readonly<Record<string, string>> = t().roles;
  return (key === null ? undefined : names[key]) ?? name;
}
