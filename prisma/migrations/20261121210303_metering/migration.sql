-- CreateTable
CREATE TABLE "usage_lines" (
    "organizationId" UUID NOT NULL,
    "requestId" TEXT NOT NULL,
    "callId" UUID,
    "agentId" UUID,
    "turnIndex" INTEGER,
    "kind" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "requests" INTEGER NOT NULL,
    "inputTokens" BIGINT,
    "cachedInputTokens" BIGINT,
    "outputTokens" BIGINT,
    "characters" BIGINT,
    "audioMs" BIGINT,
    "costMicroUsd" BIGINT,

    CONSTRAINT "usage_lines_pkey" PRIMARY KEY ("organizationId","requestId")
);

-- CreateTable
CREATE TABLE "usage_hours" (
    "organizationId" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "agentId" UUID NOT NULL,
    "requests" BIGINT NOT NULL,
    "failedRequests" BIGINT NOT NULL,
    "unpricedRequests" BIGINT NOT NULL,
    "inputTokens" BIGINT NOT NULL,
    "cachedInputTokens" BIGINT NOT NULL,
    "outputTokens" BIGINT NOT NULL,
    "characters" BIGINT NOT NULL,
    "audioMs" BIGINT NOT NULL,
    "costMicroUsd" BIGINT NOT NULL,

    CONSTRAINT "usage_hours_pkey" PRIMARY KEY ("organizationId","hour","kind","connectionId","agentId")
);

-- CreateIndex
CREATE INDEX "usage_lines_organizationId_callId_idx" ON "usage_lines"("organizationId", "callId");

-- AddForeignKey
ALTER TABLE "usage_lines" ADD CONSTRAINT "usage_lines_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_hours" ADD CONSTRAINT "usage_hours_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The requests to providers that events of calls tell of, kept by the database whoever writes the events, and in the
-- statement that does: each request once however often it is told (the end of a call tells all of them again), in its
-- turn where it has one, and added to the hour in which it was told. Rows of hours are taken in their order, so that
-- calls that end together never wait for each other in a circle.
CREATE FUNCTION call_events_keep_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH told AS (
    SELECT "organizationId", "callId", "occurredAt" AS at, CASE WHEN type <> 'call-ended' THEN (payload->>'turnIndex')::int END AS turn, jsonb_array_elements(payload->'usage') AS line
    FROM added WHERE type IN ('caller-turn', 'agent-turn', 'call-ended') AND jsonb_typeof(payload->'usage') = 'array'
  ), fresh AS (
    INSERT INTO usage_lines ("organizationId", "requestId", "callId", "agentId", "turnIndex", kind, "connectionId", outcome, at, requests, "inputTokens", "cachedInputTokens", "outputTokens", characters, "audioMs", "costMicroUsd")
    SELECT told."organizationId", line->>'requestId', told."callId", c."agentId", told.turn, line->>'kind', line->>'connectionId', line->>'outcome', told.at, COALESCE(round((line->>'requests')::numeric), 1)::int,
      round((line->>'inputTokens')::numeric)::bigint, round((line->>'cachedInputTokens')::numeric)::bigint, round((line->>'outputTokens')::numeric)::bigint,
      round((line->>'characters')::numeric)::bigint, round((line->>'audioMs')::numeric)::bigint, (line->>'costMicroUsd')::bigint
    FROM told JOIN calls c ON c."organizationId" = told."organizationId" AND c.id = told."callId"
    WHERE line->>'requestId' IS NOT NULL AND line->>'kind' IS NOT NULL AND line->>'connectionId' IS NOT NULL AND line->>'outcome' IS NOT NULL
    ORDER BY told.turn NULLS LAST
    ON CONFLICT DO NOTHING RETURNING *
  )
  INSERT INTO usage_hours AS hours ("organizationId", hour, kind, "connectionId", "agentId", requests, "failedRequests", "unpricedRequests", "inputTokens", "cachedInputTokens", "outputTokens", characters, "audioMs", "costMicroUsd")
  SELECT l."organizationId", date_trunc('hour', l.at, 'UTC'), l.kind, l."connectionId", l."agentId", sum(l.requests), COALESCE(sum(l.requests) FILTER (WHERE l.outcome = 'failed'), 0), COALESCE(sum(l.requests) FILTER (WHERE l."costMicroUsd" IS NULL), 0),
    COALESCE(sum(l."inputTokens"), 0), COALESCE(sum(l."cachedInputTokens"), 0), COALESCE(sum(l."outputTokens"), 0), COALESCE(sum(l.characters), 0), COALESCE(sum(l."audioMs"), 0), COALESCE(sum(l."costMicroUsd"), 0)
  -- Calls on simulated providers keep their lines, and count in no sum.
  FROM fresh l JOIN calls c ON c."organizationId" = l."organizationId" AND c.id = l."callId" WHERE NOT c."isTest" GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT ("organizationId", hour, kind, "connectionId", "agentId") DO UPDATE SET
    requests = hours.requests + excluded.requests, "failedRequests" = hours."failedRequests" + excluded."failedRequests", "unpricedRequests" = hours."unpricedRequests" + excluded."unpricedRequests",
    "inputTokens" = hours."inputTokens" + excluded."inputTokens", "cachedInputTokens" = hours."cachedInputTokens" + excluded."cachedInputTokens", "outputTokens" = hours."outputTokens" + excluded."outputTokens",
    characters = hours.characters + excluded.characters, "audioMs" = hours."audioMs" + excluded."audioMs", "costMicroUsd" = hours."costMicroUsd" + excluded."costMicroUsd";
  RETURN NULL;
END $$;

CREATE TRIGGER call_events_keep_usage AFTER INSERT ON call_events REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION call_events_keep_usage();

-- What calls have told already: their events are told once more, to the trigger alone.
CREATE TEMPORARY TABLE told_before (LIKE call_events);
CREATE TRIGGER told_before_keep_usage AFTER INSERT ON told_before REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION call_events_keep_usage();
INSERT INTO told_before SELECT * FROM call_events WHERE type IN ('caller-turn', 'agent-turn', 'call-ended');
DROP TABLE told_before;
