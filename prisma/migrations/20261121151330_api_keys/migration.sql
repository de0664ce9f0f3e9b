-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "isTest" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "service_accounts" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "serviceAccountId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "keyHash" BYTEA NOT NULL,
    "lastCharacters" TEXT NOT NULL,
    "isTest" BOOLEAN NOT NULL,
    "permissions" TEXT[],
    "networks" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "service_accounts_organizationId_createdAt_id_idx" ON "service_accounts"("organizationId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "service_accounts_organizationId_id_key" ON "service_accounts"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "service_accounts_organizationId_name_key" ON "service_accounts"("organizationId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_keyHash_key" ON "api_keys"("keyHash");

-- CreateIndex
CREATE INDEX "api_keys_organizationId_serviceAccountId_createdAt_id_idx" ON "api_keys"("organizationId", "serviceAccountId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_organizationId_id_key" ON "api_keys"("organizationId", "id");

-- AddForeignKey
ALTER TABLE "service_accounts" ADD CONSTRAINT "service_accounts_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organizationId_serviceAccountId_fkey" FOREIGN KEY ("organizationId", "serviceAccountId") REFERENCES "service_accounts"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
