-- CreateIndex
CREATE INDEX "memberships_organizationId_createdAt_userId_idx" ON "memberships"("organizationId", "createdAt", "userId");
