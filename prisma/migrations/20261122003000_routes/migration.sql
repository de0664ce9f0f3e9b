-- AlterTable
ALTER TABLE "agent_versions" ADD COLUMN     "routes" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "routes" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "routes" JSONB NOT NULL DEFAULT '{}';

-- Routes are content of an agent: a draft with others has unpublished changes.
CREATE OR REPLACE FUNCTION agents_compare_with_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."hasUnpublishedChanges" := NOT EXISTS (
    SELECT FROM agent_versions AS published
    WHERE published."organizationId" = NEW."organizationId" AND published.id = NEW."publishedVersionId"
      AND (published.name, published.instructions, published.greeting, published.language, published.knowledge, published."turnTaking", published.routes)
        = (NEW.name, NEW.instructions, NEW.greeting, NEW.language, NEW.knowledge, NEW."turnTaking", NEW.routes)
      AND published.voice IS NOT DISTINCT FROM NEW.voice
  );
  RETURN NEW;
END $$;
