-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "archivedAt" TIMESTAMPTZ(3),
ADD COLUMN     "hasUnpublishedChanges" BOOLEAN NOT NULL DEFAULT true;

-- The truth of the column, whoever writes the row: an update compares what it leaves behind with what callers meet, in its
-- own statement and under its lock. A column of the content that comes to both tables belongs in here too.
CREATE FUNCTION agents_compare_with_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."hasUnpublishedChanges" := NOT EXISTS (
    SELECT FROM agent_versions AS published
    WHERE published."organizationId" = NEW."organizationId" AND published.id = NEW."publishedVersionId"
      AND (published.name, published.instructions, published.greeting, published.language, published.knowledge, published."turnTaking")
        = (NEW.name, NEW.instructions, NEW.greeting, NEW.language, NEW.knowledge, NEW."turnTaking")
      AND published.voice IS NOT DISTINCT FROM NEW.voice
  );
  RETURN NEW;
END $$;

CREATE TRIGGER agents_compare_with_published BEFORE INSERT OR UPDATE ON agents
  FOR EACH ROW EXECUTE FUNCTION agents_compare_with_published();

-- Back-fill: the trigger says what is true.
UPDATE agents SET "hasUnpublishedChanges" = true;
