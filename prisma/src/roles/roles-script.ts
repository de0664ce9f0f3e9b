import { PERMISSIONS } from './permissions.js';
import { ROLE_TEMPLATES } from './role-templates.js';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const list = (values: readonly string[]) => `ARRAY[${values.map(text).join(', ')}]::text[]`;
const rows = Object.entries(ROLE_TEMPLATES).map(([key, { id, name, description, permissions }]) => `(${text(id)}::uuid, ${text(key)}, ${text(name)}, ${text(description)}, ${list(permissions)})`);

/**
 * Makes the rows of the templates, and brings those that are there up to date: a permission that came with this release
 * is added, one that a template no longer has is taken away. What a newer release has put there is left alone, since both
 * may run at once for a while. Roles of organizations are not touched, and where nothing is new nothing is written.
 */
export const ROLES_SCRIPT = `
INSERT INTO roles AS kept (id, key, name, description, permissions)
SELECT id, key, name, description, permissions FROM (VALUES ${rows.join(',\n  ')}) AS template (id, key, name, description, permissions)
WHERE NOT EXISTS (SELECT FROM roles r WHERE r.id = template.id AND r.name = template.name AND r.description = template.description
  AND r.permissions @> template.permissions AND NOT EXISTS (SELECT FROM unnest(r.permissions) AS had WHERE had = ANY (${list(PERMISSIONS)}) AND had <> ALL (template.permissions)))
ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
  permissions = excluded.permissions || ARRAY(SELECT had FROM unnest(kept.permissions) AS had WHERE had <> ALL (${list(PERMISSIONS)}))
`;
