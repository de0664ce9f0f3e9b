-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "agentState" TEXT,
ADD COLUMN     "isHeld" BOOLEAN NOT NULL DEFAULT false;

-- What the events of the calls that run say.
UPDATE "calls" SET
  "agentState" = (SELECT "payload"->>'state' FROM "call_events" WHERE "call_events"."organizationId" = "calls"."organizationId" AND "callId" = "calls"."id" AND "type" = 'agent-state' ORDER BY "seq" DESC LIMIT 1),
  "isHeld" = COALESCE((SELECT ("payload"->>'isHeld')::boolean FROM "call_events" WHERE "call_events"."organizationId" = "calls"."organizationId" AND "callId" = "calls"."id" AND "type" = 'call-held' ORDER BY "seq" DESC LIMIT 1), false)
WHERE "status" = 'ACTIVE';
