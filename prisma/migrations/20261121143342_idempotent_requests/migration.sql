-- CreateTable
CREATE TABLE "idempotent_requests" (
    "organizationId" UUID NOT NULL,
    "actorId" UUID NOT NULL,
    "keyHash" BYTEA NOT NULL,
    "requestHash" BYTEA NOT NULL,
    "answer" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_requests_pkey" PRIMARY KEY ("organizationId","actorId","keyHash")
);

-- CreateIndex
CREATE INDEX "idempotent_requests_createdAt_idx" ON "idempotent_requests"("createdAt");

-- AddForeignKey
ALTER TABLE "idempotent_requests" ADD CONSTRAINT "idempotent_requests_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
