-- AlterEnum
ALTER TYPE "SignInMethod" ADD VALUE 'IMPERSONATION';

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "impersonatorId" UUID,
ADD COLUMN     "impersonatorName" TEXT;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "suspendedAt" TIMESTAMPTZ(3),
ADD COLUMN     "suspendedReason" TEXT;

-- CreateTable
CREATE TABLE "impersonations" (
    "sessionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "ownSessionId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "impersonations_pkey" PRIMARY KEY ("sessionId")
);

-- CreateIndex
CREATE INDEX "impersonations_ownSessionId_idx" ON "impersonations"("ownSessionId");

-- CreateIndex
CREATE INDEX "impersonations_userId_idx" ON "impersonations"("userId");

-- CreateIndex
CREATE INDEX "organizations_createdAt_id_idx" ON "organizations"("createdAt", "id");

-- CreateIndex
CREATE INDEX "organizations_name_id_idx" ON "organizations"("name", "id");

-- AddForeignKey
ALTER TABLE "impersonations" ADD CONSTRAINT "impersonations_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "impersonations" ADD CONSTRAINT "impersonations_ownSessionId_fkey" FOREIGN KEY ("ownSessionId") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "impersonations" ADD CONSTRAINT "impersonations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
