-- CreateEnum
CREATE TYPE "CallStatus" AS ENUM ('CREATED', 'ACTIVE', 'ENDED');

-- CreateEnum
CREATE TYPE "CallTransport" AS ENUM ('BROWSER', 'TWILIO');

-- CreateEnum
CREATE TYPE "Speaker" AS ENUM ('CALLER', 'AGENT');

-- CreateEnum
CREATE TYPE "MemberRole" AS ENUM ('OWNER', 'ADMIN', 'MEMBER', 'VIEWER');

-- CreateTable
CREATE TABLE "agents" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "instructions" TEXT NOT NULL,
    "greeting" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "voice" TEXT,
    "knowledge" JSONB NOT NULL,
    "turnTaking" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "publishedVersionId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_versions" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "agentId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "instructions" TEXT NOT NULL,
    "greeting" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "voice" TEXT,
    "knowledge" JSONB NOT NULL,
    "turnTaking" JSONB NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calls" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "agentId" UUID NOT NULL,
    "agentVersionId" UUID NOT NULL,
    "transport" "CallTransport" NOT NULL,
    "status" "CallStatus" NOT NULL DEFAULT 'CREATED',
    "tokenHash" BYTEA,
    "tokenExpiresAt" TIMESTAMPTZ(3),
    "tokenUsedAt" TIMESTAMPTZ(3),
    "mediaId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answeredAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endRequestedAt" TIMESTAMPTZ(3),
    "endedParty" TEXT,
    "endedCode" TEXT,
    "endedText" TEXT,
    "durationMs" INTEGER,
    "lastSeq" INTEGER NOT NULL DEFAULT 0,
    "costMicroUsd" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_events" (
    "organizationId" UUID NOT NULL,
    "callId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "atMs" DOUBLE PRECISION NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "call_events_pkey" PRIMARY KEY ("organizationId","callId","seq")
);

-- CreateTable
CREATE TABLE "turns" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "callId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "turnIndex" INTEGER NOT NULL,
    "speaker" "Speaker" NOT NULL,
    "text" TEXT NOT NULL,
    "purpose" TEXT,
    "generatedText" TEXT,
    "spokenText" TEXT,
    "heardText" TEXT,
    "heardEvidence" TEXT,
    "isInterrupted" BOOLEAN NOT NULL DEFAULT false,
    "startedAtMs" DOUBLE PRECISION NOT NULL,
    "endedAtMs" DOUBLE PRECISION NOT NULL,
    "latency" JSONB,
    "providers" JSONB,
    "usage" JSONB,

    CONSTRAINT "turns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recordings" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "callId" UUID NOT NULL,
    "storageKey" TEXT NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "byteLength" INTEGER NOT NULL,
    "sampleRateHz" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "peaks" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "passwordHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "organizationId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "MemberRole" NOT NULL DEFAULT 'OWNER',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organizationId","userId")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plugin_states" (
    "pluginId" TEXT NOT NULL,
    "isEnabled" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "integrity" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plugin_states_pkey" PRIMARY KEY ("pluginId")
);

-- CreateIndex
CREATE UNIQUE INDEX "agents_publishedVersionId_key" ON "agents"("publishedVersionId");

-- CreateIndex
CREATE INDEX "agents_organizationId_createdAt_id_idx" ON "agents"("organizationId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "agents_organizationId_slug_key" ON "agents"("organizationId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "agents_organizationId_id_key" ON "agents"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "agents_organizationId_publishedVersionId_key" ON "agents"("organizationId", "publishedVersionId");

-- CreateIndex
CREATE UNIQUE INDEX "agent_versions_organizationId_agentId_number_key" ON "agent_versions"("organizationId", "agentId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "agent_versions_organizationId_id_key" ON "agent_versions"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "calls_tokenHash_key" ON "calls"("tokenHash");

-- CreateIndex
CREATE INDEX "calls_organizationId_createdAt_id_idx" ON "calls"("organizationId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_organizationId_agentId_createdAt_id_idx" ON "calls"("organizationId", "agentId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_organizationId_status_createdAt_id_idx" ON "calls"("organizationId", "status", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "calls_status_tokenExpiresAt_idx" ON "calls"("status", "tokenExpiresAt");

-- CreateIndex
CREATE INDEX "calls_mediaId_status_idx" ON "calls"("mediaId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "calls_organizationId_id_key" ON "calls"("organizationId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "call_events_callId_seq_key" ON "call_events"("callId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "turns_organizationId_callId_seq_key" ON "turns"("organizationId", "callId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "recordings_callId_key" ON "recordings"("callId");

-- CreateIndex
CREATE UNIQUE INDEX "recordings_organizationId_callId_key" ON "recordings"("organizationId", "callId");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "organizations_slug_key" ON "organizations"("slug");

-- CreateIndex
CREATE INDEX "memberships_userId_idx" ON "memberships"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_tokenHash_key" ON "sessions"("tokenHash");

-- CreateIndex
CREATE INDEX "sessions_userId_idx" ON "sessions"("userId");

-- CreateIndex
CREATE INDEX "sessions_organizationId_idx" ON "sessions"("organizationId");

-- CreateIndex
CREATE INDEX "sessions_expiresAt_idx" ON "sessions"("expiresAt");

-- AddForeignKey
ALTER TABLE "agents" ADD CONSTRAINT "agents_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agents" ADD CONSTRAINT "agents_organizationId_publishedVersionId_fkey" FOREIGN KEY ("organizationId", "publishedVersionId") REFERENCES "agent_versions"("organizationId", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_versions" ADD CONSTRAINT "agent_versions_organizationId_agentId_fkey" FOREIGN KEY ("organizationId", "agentId") REFERENCES "agents"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_organizationId_agentId_fkey" FOREIGN KEY ("organizationId", "agentId") REFERENCES "agents"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_organizationId_agentVersionId_fkey" FOREIGN KEY ("organizationId", "agentVersionId") REFERENCES "agent_versions"("organizationId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_events" ADD CONSTRAINT "call_events_organizationId_callId_fkey" FOREIGN KEY ("organizationId", "callId") REFERENCES "calls"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "turns" ADD CONSTRAINT "turns_organizationId_callId_fkey" FOREIGN KEY ("organizationId", "callId") REFERENCES "calls"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_organizationId_callId_fkey" FOREIGN KEY ("organizationId", "callId") REFERENCES "calls"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;
