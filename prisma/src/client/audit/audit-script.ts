import { TENANT_ROLE } from '../isolation/acting-organization.js';

/**
 * Tables of organizations whose changes are not audited: what calls write by themselves, and what this is made of. Every
 * other table with an organization is audited from its first day.
 */
export const UNAUDITED_TABLES = ['agent_versions', 'audit_events', 'audit_heads', 'call_events', 'calls', 'idempotent_requests', 'recordings', 'turns', 'usage_counters', 'usage_hours', 'usage_lines'] as const;

/** Columns that say nothing about what somebody did. */
const UNTOLD = ['createdAt', 'updatedAt', 'lastUsedAt', 'seenAt', 'checkAt', 'version', 'organizationId'];
/** Columns whose values are nobody's to read. */
const SECRET = '(hash|secret|token|password|ciphertext|recoverycodes)';
const TEXT_CHARACTERS_MAX = 500;

const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/**
 * The audit log, kept by the database: triggers write every change of a row into the chain of its organization, in the
 * transaction of the change and without a statement more. They run with the rights of the tables' owner, so that the
 * role of organizations can neither forge an entry nor take one away.
 *
 * An entry's hash is SHA-256 over the hash before it and the entry as `parley_audit_text` writes it. One that somebody
 * made as somebody else begins with who it was, where all others have the id of the organization: neither kind can be
 * made to read like the other.
 */
export const AUDIT_SCRIPT = `
CREATE OR REPLACE FUNCTION parley_audit_text(event audit_events) RETURNS text LANGUAGE sql STABLE AS $text$
  SELECT concat_ws(E'\\n', 'by ' || (to_jsonb(event)->>'impersonatorId') || concat_ws(' ', '', length(to_jsonb(event)->>'impersonatorName'), to_jsonb(event)->>'impersonatorName'), event."organizationId", event.seq, to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), event."actorKind", coalesce(event."actorId"::text, '-'),
    coalesce(event.address, '-'), event.action, event."targetType", event."targetId", event.difference::text, coalesce(event."requestId", '-'), to_jsonb(event)->>'actorName')
$text$;

CREATE OR REPLACE FUNCTION parley_audit_append(organization uuid, default_action text, target_type text, target_id text, difference jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $append$
DECLARE
  actor jsonb := coalesce(nullif(current_setting('parley.actor', true), ''), '{"kind":"SYSTEM"}')::jsonb;
  head audit_heads;
  event audit_events;
  actor_name text := CASE actor->>'kind'
    WHEN 'USER' THEN (SELECT coalesce(nullif(u.name, ''), u.email) FROM users u WHERE u.id = (actor->>'id')::uuid)
    WHEN 'API_KEY' THEN (SELECT s.name || ': ' || k.name FROM api_keys k JOIN service_accounts s ON s.id = k."serviceAccountId" WHERE k.id = (actor->>'id')::uuid) END;
  impersonator_name text := (SELECT coalesce(nullif(u.name, ''), u.email) FROM users u WHERE u.id = (actor->>'impersonatorId')::uuid);
BEGIN
  -- Makes the head where there is none, and holds it until the transaction ends: changes of one organization line up.
  INSERT INTO audit_heads ("organizationId", seq, hash) VALUES (organization, 0, ''::bytea) ON CONFLICT ("organizationId") DO UPDATE SET seq = audit_heads.seq RETURNING * INTO head;
  event := jsonb_populate_record(NULL::audit_events, jsonb_build_object('id', gen_random_uuid(), 'organizationId', organization, 'seq', head.seq + 1,
    'actorKind', actor->>'kind', 'actorId', actor->>'id', 'actorName', actor_name, 'impersonatorId', actor->>'impersonatorId', 'impersonatorName', impersonator_name, 'address', actor->>'address', 'action', coalesce(actor->>'action', default_action),
    'targetType', target_type, 'targetId', target_id, 'difference', difference, 'requestId', actor->>'requestId'));
  event.at := date_trunc('milliseconds', clock_timestamp());
  event.hash := sha256(head.hash || convert_to(parley_audit_text(event), 'UTF8'));
  INSERT INTO audit_events SELECT (event).*;
  UPDATE audit_heads SET seq = event.seq, hash = event.hash WHERE "organizationId" = organization;
END
$append$;

-- What somebody looked at, or did without changing a row of theirs. For the organization that is acting, and no other.
CREATE OR REPLACE FUNCTION parley_audit_note(default_action text, target_type text, target_ids text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $note$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY target_ids LOOP
    PERFORM parley_audit_append(nullif(current_setting('parley.organization', true), '')::uuid, default_action, target_type, target, '{}');
  END LOOP;
END
$note$;

CREATE OR REPLACE FUNCTION parley_audit_value(name text, value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $value$
  SELECT CASE
    WHEN value IS NULL OR value = 'null' THEN 'null'::jsonb
    WHEN name ~* '${SECRET}' THEN '"[secret]"'::jsonb
    WHEN jsonb_typeof(value) = 'string' AND length(value #>> '{}') > ${TEXT_CHARACTERS_MAX} THEN to_jsonb(left(value #>> '{}', ${TEXT_CHARACTERS_MAX}) || '…')
    WHEN jsonb_typeof(value) IN ('object', 'array') AND length(value::text) > ${TEXT_CHARACTERS_MAX} THEN to_jsonb('[' || length(value::text) || ' characters]')
    ELSE value END
$value$;

CREATE OR REPLACE FUNCTION parley_audit_difference(before jsonb, after jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $difference$
  SELECT coalesce(jsonb_object_agg(name, jsonb_build_array(parley_audit_value(name, before->name), parley_audit_value(name, after->name))), '{}')
  FROM jsonb_object_keys(before || after) AS name
  WHERE before->name IS DISTINCT FROM after->name AND name NOT IN (${list(UNTOLD)})
$difference$;

CREATE OR REPLACE FUNCTION parley_audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $row$
DECLARE
  before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
  either jsonb := before || after;
  organization uuid := (CASE WHEN TG_TABLE_NAME = 'organizations' THEN either->>'id' ELSE either->>'organizationId' END)::uuid;
  difference jsonb := parley_audit_difference(before, after);
BEGIN
  IF TG_OP = 'UPDATE' AND difference = '{}' THEN RETURN NULL; END IF;
  -- The organization itself is going, and its log with it.
  IF NOT EXISTS (SELECT FROM organizations WHERE id = organization) THEN RETURN NULL; END IF;
  PERFORM parley_audit_append(organization, TG_TABLE_NAME || '.' || lower(TG_OP), TG_TABLE_NAME, coalesce(either->>'id', either->>'userId', organization::text), difference);
  RETURN NULL;
END
$row$;

-- A person is of no one organization: what changes about them is told to each that they are a member of.
CREATE OR REPLACE FUNCTION parley_audit_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $person$
DECLARE
  difference jsonb := parley_audit_difference(to_jsonb(OLD), to_jsonb(NEW));
BEGIN
  IF difference <> '{}' THEN
    -- In one order everywhere, so that two such changes never wait for each other's heads.
    PERFORM parley_audit_append(m."organizationId", 'users.update', 'users', NEW.id::text, difference) FROM (SELECT "organizationId" FROM memberships WHERE "userId" = NEW.id ORDER BY "organizationId") m;
  END IF;
  RETURN NULL;
END
$person$;

CREATE OR REPLACE FUNCTION parley_audit_keep() RETURNS trigger LANGUAGE plpgsql AS $keep$
BEGIN
  -- A log goes with its organization: when that is gone, or once the grace before its deletion is over.
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM organizations WHERE id = OLD."organizationId" AND ("deletionAt" IS NULL OR "deletionAt" > now())) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit log is append-only';
END
$keep$;

REVOKE ALL ON FUNCTION parley_audit_append(uuid, text, text, text, jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION parley_audit_note(text, text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION parley_audit_note(text, text, text[]) TO ${TENANT_ROLE};
REVOKE INSERT, UPDATE, DELETE ON audit_events, audit_heads FROM ${TENANT_ROLE};
DROP TRIGGER IF EXISTS parley_audit_keep ON audit_events;
CREATE TRIGGER parley_audit_keep BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION parley_audit_keep();

DO $triggers$
DECLARE
  entry record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = 'users'::regclass AND t.tgname = 'parley_audit_person') THEN
    CREATE TRIGGER parley_audit_person AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION parley_audit_person();
  END IF;
  FOR entry IN
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT IN (${list(UNAUDITED_TABLES)})
      AND (c.relname = 'organizations' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organizationId' AND NOT a.attisdropped))
      AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'parley_audit')
  LOOP
    EXECUTE format('CREATE TRIGGER parley_audit AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION parley_audit_row()', entry.name);
  END LOOP;
END
$triggers$;
`;
