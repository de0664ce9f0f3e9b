-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "meteredMs" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "meteredTokens" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "deletionAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "organizations_deletionAt_idx" ON "organizations"("deletionAt");

-- CreateTable
CREATE TABLE "organization_limits" (
    "organizationId" UUID NOT NULL,
    "plan" TEXT NOT NULL,
    "overrides" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "organization_limits_pkey" PRIMARY KEY ("organizationId")
);

-- CreateTable
CREATE TABLE "usage_counters" (
    "organizationId" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "usage_counters_pkey" PRIMARY KEY ("organizationId","meter","period")
);

-- AddForeignKey
ALTER TABLE "organization_limits" ADD CONSTRAINT "organization_limits_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_counters" ADD CONSTRAINT "usage_counters_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The bytes that an organization keeps, whoever writes a recording or takes one away.
CREATE FUNCTION recordings_count_storage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE usage_counters SET amount = amount - OLD."byteLength" WHERE "organizationId" = OLD."organizationId" AND meter = 'storage-bytes' AND period = 'all';
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO usage_counters AS counter ("organizationId", meter, period, amount) VALUES (NEW."organizationId", 'storage-bytes', 'all', NEW."byteLength")
    ON CONFLICT ("organizationId", meter, period) DO UPDATE SET amount = counter.amount + excluded.amount;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER recordings_count_storage AFTER INSERT OR DELETE OR UPDATE OF "byteLength", "organizationId" ON recordings
  FOR EACH ROW EXECUTE FUNCTION recordings_count_storage();

-- What there is already. Tokens are counted from here on.
UPDATE calls SET "meteredMs" = "durationMs" WHERE status = 'ENDED' AND NOT "isTest" AND "durationMs" > 0;
INSERT INTO usage_counters ("organizationId", meter, period, amount)
  SELECT "organizationId", 'call-ms', to_char("createdAt" AT TIME ZONE 'UTC', 'YYYY-MM'), sum("meteredMs") FROM calls WHERE "meteredMs" > 0 GROUP BY 1, 3
  UNION ALL SELECT "organizationId", 'storage-bytes', 'all', sum("byteLength") FROM recordings GROUP BY 1;
