-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "callerName" TEXT,
ADD COLUMN     "callerNumber" TEXT,
ADD COLUMN     "callerUserId" UUID,
ADD COLUMN     "interruptionCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "responseP50Ms" DOUBLE PRECISION,
ADD COLUMN     "responseP95Ms" DOUBLE PRECISION,
ADD COLUMN     "responsesMs" DOUBLE PRECISION[] DEFAULT ARRAY[]::DOUBLE PRECISION[],
ADD COLUMN     "turnCount" INTEGER NOT NULL DEFAULT 0;

-- What the turns and events of earlier calls say.
UPDATE "calls" SET "turnCount" = said."turns", "interruptionCount" = said."interruptions", "responsesMs" = said."responsesMs"
FROM (
  SELECT "organizationId", "callId", count(*)::int AS "turns", (count(*) FILTER (WHERE "speaker" = 'AGENT' AND "isInterrupted"))::int AS "interruptions",
    COALESCE(array_agg(("latency"->>'responseMs')::double precision ORDER BY "seq") FILTER (WHERE jsonb_typeof("latency"->'responseMs') = 'number'), '{}') AS "responsesMs"
  FROM "turns" GROUP BY "organizationId", "callId"
) AS said WHERE "calls"."organizationId" = said."organizationId" AND "calls"."id" = said."callId";

UPDATE "calls" SET "responseP50Ms" = answered."p"[1], "responseP95Ms" = answered."p"[2]
FROM (
  SELECT "id", (SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY "ms") FROM unnest("responsesMs") AS "ms") AS "p" FROM "calls" WHERE "status" = 'ENDED'
) AS answered WHERE "calls"."id" = answered."id";

-- The end of a call tells again what its turns have told: a request to a provider counts once.
UPDATE "calls" SET "costMicroUsd" = spent."micros"
FROM (
  SELECT "organizationId", "callId", COALESCE(sum("micros"), 0)::bigint AS "micros"
  FROM (
    SELECT DISTINCT ON ("organizationId", "callId", "line"->>'requestId') "organizationId", "callId", ("line"->>'costMicroUsd')::bigint AS "micros"
    FROM (
      SELECT "organizationId", "callId", jsonb_array_elements("usage") AS "line" FROM "turns" WHERE jsonb_typeof("usage") = 'array'
      UNION ALL
      SELECT "organizationId", "callId", jsonb_array_elements("payload"->'usage') FROM "call_events" WHERE "type" = 'call-ended' AND jsonb_typeof("payload"->'usage') = 'array'
    ) AS told
    ORDER BY "organizationId", "callId", "line"->>'requestId', "line"->>'costMicroUsd' NULLS LAST
  ) AS requests GROUP BY "organizationId", "callId"
) AS spent WHERE "calls"."organizationId" = spent."organizationId" AND "calls"."id" = spent."callId";

-- Sort keys that are never null.
ALTER TABLE "calls" ADD COLUMN "durationOrder" INTEGER NOT NULL GENERATED ALWAYS AS (COALESCE("durationMs", -1)) STORED,
ADD COLUMN "responseOrder" DOUBLE PRECISION NOT NULL GENERATED ALWAYS AS (COALESCE("responseP95Ms", -1)) STORED;

-- CreateIndex
CREATE INDEX "calls_organizationId_durationOrder_id_idx" ON "calls"("organizationId", "durationOrder" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_organizationId_costMicroUsd_id_idx" ON "calls"("organizationId", "costMicroUsd" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_organizationId_responseOrder_id_idx" ON "calls"("organizationId", "responseOrder" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_callerUserId_fkey" FOREIGN KEY ("callerUserId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
