-- CreateTable
CREATE TABLE "roles" (
    "id" UUID NOT NULL,
    "organizationId" UUID,
    "key" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "permissions" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "roles_key_key" ON "roles"("key");

-- CreateIndex
CREATE UNIQUE INDEX "roles_organizationId_name_key" ON "roles"("organizationId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "roles_organizationId_id_key" ON "roles"("organizationId", "id");

-- AddForeignKey
ALTER TABLE "roles" ADD CONSTRAINT "roles_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The templates that members have had so far; all of them, and what they allow, follow when the database is opened.
INSERT INTO "roles" ("id", "key", "name", "permissions") VALUES
  ('00000000-0000-7000-8000-000000000004', 'owner', 'Owner', '{}'), ('00000000-0000-7000-8000-000000000005', 'admin', 'Administrator', '{}'),
  ('00000000-0000-7000-8000-000000000006', 'agent-builder', 'Agent builder', '{}'), ('00000000-0000-7000-8000-000000000009', 'viewer', 'Viewer', '{}');

-- AlterTable
ALTER TABLE "memberships" ADD COLUMN "roleId" UUID;

-- Nothing that anybody did: the log has no entry for it.
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'memberships'::regclass AND tgname = 'parley_audit') THEN ALTER TABLE "memberships" DISABLE TRIGGER parley_audit; END IF;
END $$;

UPDATE "memberships" SET "roleId" = "roles"."id" FROM "roles"
WHERE "roles"."key" = CASE "memberships"."role" WHEN 'OWNER' THEN 'owner' WHEN 'ADMIN' THEN 'admin' WHEN 'MEMBER' THEN 'agent-builder' ELSE 'viewer' END;

DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'memberships'::regclass AND tgname = 'parley_audit') THEN ALTER TABLE "memberships" ENABLE TRIGGER parley_audit; END IF;
END $$;

ALTER TABLE "memberships" ALTER COLUMN "roleId" SET NOT NULL, DROP COLUMN "role";

-- DropEnum
DROP TYPE "MemberRole";

-- CreateIndex
CREATE INDEX "memberships_organizationId_roleId_idx" ON "memberships"("organizationId", "roleId");

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_roleId_fkey" FOREIGN KEY ("roleId") REFERENCES "roles"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- A role is a template, or of the organization of the membership: no key can say that, since templates have none.
CREATE FUNCTION "memberships_role_fits"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $fits$
BEGIN
  IF NOT EXISTS (SELECT FROM roles WHERE id = NEW."roleId" AND ("organizationId" IS NULL OR "organizationId" = NEW."organizationId")) THEN
    RAISE EXCEPTION 'the role is of another organization' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'memberships_roleId_fkey';
  END IF;
  RETURN NULL;
END
$fits$;
CREATE TRIGGER "memberships_role_fits" AFTER INSERT OR UPDATE OF "organizationId", "roleId" ON "memberships" FOR EACH ROW EXECUTE FUNCTION "memberships_role_fits"();

-- What reading calls has brought with it so far has names of its own now; keys keep it.
UPDATE "api_keys" SET "permissions" = "permissions" || ARRAY['calls:export', 'transcripts:read', 'recordings:read', 'usage:read'] WHERE 'calls:read' = ANY ("permissions");
