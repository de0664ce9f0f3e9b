-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" UUID,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "targetType" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    "difference" JSONB NOT NULL,
    "requestId" TEXT,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_heads" (
    "organizationId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("organizationId")
);

-- CreateIndex
CREATE INDEX "audit_events_organizationId_at_id_idx" ON "audit_events"("organizationId", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_organizationId_targetId_at_idx" ON "audit_events"("organizationId", "targetId", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_organizationId_seq_key" ON "audit_events"("organizationId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_organizationId_id_key" ON "audit_events"("organizationId", "id");

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_heads" ADD CONSTRAINT "audit_heads_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
