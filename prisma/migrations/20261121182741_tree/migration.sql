-- CreateEnum
CREATE TYPE "OrganizationKind" AS ENUM ('PLATFORM', 'AGENCY', 'CLIENT');

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "delegatedPermissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "delegationUpdatedAt" TIMESTAMPTZ(3),
ADD COLUMN     "kind" "OrganizationKind" NOT NULL DEFAULT 'CLIENT',
ADD COLUMN     "parentId" UUID;

-- CreateIndex
CREATE INDEX "organizations_parentId_createdAt_id_idx" ON "organizations"("parentId", "createdAt", "id");

-- AddForeignKey
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "organizations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Platform, agency, client: a tree of three levels, whoever writes the row. Kinds that may be one above the other cannot
-- go round; changes of it line up, so that two at once cannot make together what neither may make alone.
CREATE FUNCTION "organizations_tree_fits"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $fits$
DECLARE
  above "OrganizationKind";
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('parley.organizations.tree'));
  IF NEW."parentId" IS NOT NULL THEN
    SELECT kind INTO above FROM organizations WHERE id = NEW."parentId";
    IF above IS NULL OR above = 'CLIENT' OR NEW.kind = 'PLATFORM' OR (NEW.kind = 'AGENCY' AND above = 'AGENCY') THEN
      RAISE EXCEPTION 'this organization cannot be below that one' USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_tree';
    END IF;
  END IF;
  IF EXISTS (SELECT FROM organizations c WHERE c."parentId" = NEW.id AND (NEW.kind = 'CLIENT' OR (NEW.kind = 'AGENCY' AND c.kind <> 'CLIENT'))) THEN
    RAISE EXCEPTION 'this organization has others below it' USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_tree';
  END IF;
  RETURN NULL;
END
$fits$;
-- A new organization without anything above it, as most are, has nothing below it either.
CREATE TRIGGER "organizations_tree_fits_new" AFTER INSERT ON "organizations" FOR EACH ROW WHEN (NEW."parentId" IS NOT NULL) EXECUTE FUNCTION "organizations_tree_fits"();
CREATE TRIGGER "organizations_tree_fits" AFTER UPDATE OF "kind", "parentId" ON "organizations" FOR EACH ROW EXECUTE FUNCTION "organizations_tree_fits"();
