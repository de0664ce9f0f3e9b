-- CreateEnum
CREATE TYPE "ConnectionStatus" AS ENUM ('ACTIVE', 'INACTIVE', 'ERROR', 'PENDING_APPROVAL');

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "needsConnectionApproval" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "provider_connections" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "pluginId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "voice" TEXT,
    "voiceIds" TEXT[],
    "status" "ConnectionStatus" NOT NULL,
    "lastError" JSONB,
    "latencyMs" INTEGER,
    "testedAt" TIMESTAMPTZ(3),
    "position" INTEGER NOT NULL,
    "isLent" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_secrets" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "dataKeyId" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "lastFour" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_keys" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "keyId" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "provider_connections_organizationId_kind_position_idx" ON "provider_connections"("organizationId", "kind", "position");

-- CreateIndex
CREATE UNIQUE INDEX "provider_connections_organizationId_id_key" ON "provider_connections"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "provider_connections_organizationId_kind_name_key" ON "provider_connections"("organizationId", "kind", "name");

-- CreateIndex
CREATE INDEX "connection_secrets_organizationId_dataKeyId_idx" ON "connection_secrets"("organizationId", "dataKeyId");

-- CreateIndex
CREATE UNIQUE INDEX "connection_secrets_organizationId_id_key" ON "connection_secrets"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "connection_secrets_organizationId_connectionId_name_key" ON "connection_secrets"("organizationId", "connectionId", "name");

-- CreateIndex
CREATE INDEX "data_keys_keyId_idx" ON "data_keys"("keyId");

-- CreateIndex
CREATE UNIQUE INDEX "data_keys_organizationId_id_key" ON "data_keys"("organizationId", "id");

-- AddForeignKey
ALTER TABLE "provider_connections" ADD CONSTRAINT "provider_connections_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_secrets" ADD CONSTRAINT "connection_secrets_organizationId_connectionId_fkey" FOREIGN KEY ("organizationId", "connectionId") REFERENCES "provider_connections"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_secrets" ADD CONSTRAINT "connection_secrets_organizationId_dataKeyId_fkey" FOREIGN KEY ("organizationId", "dataKeyId") REFERENCES "data_keys"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_keys" ADD CONSTRAINT "data_keys_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
