import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { AUDIT_SCRIPT } from '../audit/audit-script.js';
import { ROLES_SCRIPT } from '../../roles/roles-script.js';
import { TENANT_ROLE } from './acting-organization.js';

/** What every policy compares with. In a sub-select it is worked out once a statement; a setting that was local to an earlier transaction reads as ''. */
const ORGANIZATION = `(SELECT nullif(current_setting('parley.organization', true), '')::uuid)`;

/** Agents that are reached; null for all. */
const AGENTS = `(SELECT nullif(current_setting('parley.agents', true), ''))::uuid[]`;

/**
 * Row-level security for every table there is, derived from the tables: what has an `organizationId` shows the rows of the
 * organization that is set (where that may be empty, also the rows of nobody, for reading), `organizations` its own row,
 * `users` the people who are members of it; what has a `userId` alone is a person's own and shows nothing; everything
 * else may be read. Tables that are secured already are left alone, so that an ordinary start takes no lock.
 *
 * Whoever runs the migrations owns the tables; FORCE holds the owner to the policies too, and one lets it see all rows.
 */
export const SECURE_SCRIPT = `
DO $secure$
DECLARE
  entry record;
  visible text;
  rights text;
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${TENANT_ROLE}') THEN
      BEGIN
        CREATE ROLE ${TENANT_ROLE} NOLOGIN;
      EXCEPTION
        -- Another database of the same server was secured at the same moment.
        WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
    IF NOT pg_has_role(current_user, '${TENANT_ROLE}', 'MEMBER') THEN EXECUTE format('GRANT ${TENANT_ROLE} TO %I', current_user); END IF;
  EXCEPTION
    WHEN insufficient_privilege THEN
      RAISE EXCEPTION 'the database user % may not make or take the role ${TENANT_ROLE}; let an administrator run: CREATE ROLE ${TENANT_ROLE} NOLOGIN; GRANT ${TENANT_ROLE} TO %; (the first only where the role is missing)', current_user, quote_ident(current_user);
  END;
  IF NOT has_schema_privilege('${TENANT_ROLE}', 'public', 'USAGE') THEN GRANT USAGE ON SCHEMA public TO ${TENANT_ROLE}; END IF;
  FOR entry IN
    SELECT c.relname AS name, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organizationId' AND NOT a.attisdropped) AS is_tenant,
      EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'userId' AND NOT a.attisdropped) AS is_personal,
      EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organizationId' AND NOT a.attisdropped AND NOT a.attnotnull) AS is_shared
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
      AND NOT (c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'parley_tenant'))
    ORDER BY c.relname
  LOOP
    rights := CASE WHEN entry.is_tenant THEN 'SELECT, INSERT, UPDATE, DELETE' WHEN entry.name = 'organizations' THEN 'SELECT, UPDATE' WHEN entry.is_personal THEN NULL ELSE 'SELECT' END;
    visible := CASE
      WHEN entry.is_tenant THEN '"organizationId" = ${ORGANIZATION.replaceAll("'", "''")}'
      WHEN entry.name = 'organizations' THEN 'id = ${ORGANIZATION.replaceAll("'", "''")}'
      WHEN entry.name = 'users' THEN 'EXISTS (SELECT FROM memberships m WHERE m."userId" = users.id AND m."organizationId" = ${ORGANIZATION.replaceAll("'", "''")})'
      WHEN entry.is_personal THEN 'false'
      ELSE 'true' END;
    IF rights IS NOT NULL THEN EXECUTE format('GRANT %s ON %I TO ${TENANT_ROLE}', rights, entry.name); END IF;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', entry.name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', entry.name);
    EXECUTE format('DROP POLICY IF EXISTS parley_platform ON %I', entry.name);
    EXECUTE format('CREATE POLICY parley_platform ON %I TO %I USING (true) WITH CHECK (true)', entry.name, current_user);
    EXECUTE format('DROP POLICY IF EXISTS parley_tenant ON %I', entry.name);
    EXECUTE format('CREATE POLICY parley_tenant ON %I TO ${TENANT_ROLE} USING (%s) WITH CHECK (%s)', entry.name, visible, visible);
    IF entry.is_shared THEN
      EXECUTE format('DROP POLICY IF EXISTS parley_shared ON %I', entry.name);
      EXECUTE format('CREATE POLICY parley_shared ON %I FOR SELECT TO ${TENANT_ROLE} USING ("organizationId" IS NULL AND ${ORGANIZATION.replaceAll("'", "''")} IS NOT NULL)', entry.name);
    END IF;
  END LOOP;
  -- Who reaches some agents only sees those, and of what belongs to agents and calls only what is theirs.
  FOR entry IN
    SELECT c.relname AS name, CASE
      WHEN c.relname = 'agents' THEN 'id = ANY (${AGENTS.replaceAll("'", "''")})'
      WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'agentId' AND NOT a.attisdropped) THEN '"agentId" = ANY (${AGENTS.replaceAll("'", "''")})'
      ELSE format('EXISTS (SELECT FROM calls c WHERE c."organizationId" = %1$I."organizationId" AND c.id = %1$I."callId")', c.relname) END AS reached
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organizationId' AND NOT a.attisdropped)
      AND (c.relname = 'agents' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('agentId', 'callId') AND NOT a.attisdropped))
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'parley_agents')
  LOOP
    EXECUTE format('CREATE POLICY parley_agents ON %I AS RESTRICTIVE TO ${TENANT_ROLE} USING (${AGENTS.replaceAll("'", "''")} IS NULL OR %s)', entry.name, entry.reached);
  END LOOP;
END
$secure$;
`;

/** Secures every table that is not secured yet, keeps the audit log, and the templates of roles. Runs while no other process migrates. */
export async function secureTables(adapter: Pick<SqlDriverAdapter, 'executeScript' | 'queryRaw'>): Promise<void> {
  await adapter.executeScript(SECURE_SCRIPT);
  // Migrations of tests may end before there is a log, or a role.
  const { rows } = await adapter.queryRaw({ sql: "SELECT to_regclass('public.audit_events') IS NOT NULL, to_regclass('public.roles') IS NOT NULL", args: [], argTypes: [] });
  if (rows[0]?.[0] === true) await adapter.executeScript(AUDIT_SCRIPT);
  if (rows[0]?.[1] === true) await adapter.executeScript(ROLES_SCRIPT);
}
