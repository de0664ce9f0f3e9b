-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "signedInThroughId" UUID;

-- CreateTable
CREATE TABLE "organization_domains" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "provenDomain" TEXT,
    "provenAt" TIMESTAMPTZ(3),
    "seenAt" TIMESTAMPTZ(3),
    "checkAt" TIMESTAMPTZ(3),
    "lostAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_domains_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "single_sign_ons" (
    "organizationId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "clientSecret" BYTEA NOT NULL,
    "clientSecretEnd" TEXT NOT NULL,
    "clientSecretSetAt" TIMESTAMPTZ(3) NOT NULL,
    "isRequired" BOOLEAN NOT NULL DEFAULT false,
    "roleId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "single_sign_ons_pkey" PRIMARY KEY ("organizationId")
);

-- CreateTable
CREATE TABLE "single_sign_on_identities" (
    "id" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "single_sign_on_identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "used_sign_in_states" (
    "stateHash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_sign_in_states_pkey" PRIMARY KEY ("stateHash")
);

-- CreateIndex
CREATE UNIQUE INDEX "organization_domains_provenDomain_key" ON "organization_domains"("provenDomain");

-- CreateIndex
CREATE INDEX "organization_domains_checkAt_idx" ON "organization_domains"("checkAt");

-- CreateIndex
CREATE UNIQUE INDEX "organization_domains_organizationId_domain_key" ON "organization_domains"("organizationId", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "organization_domains_organizationId_id_key" ON "organization_domains"("organizationId", "id");

-- CreateIndex
CREATE INDEX "single_sign_on_identities_userId_idx" ON "single_sign_on_identities"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "single_sign_on_identities_organizationId_issuer_subject_key" ON "single_sign_on_identities"("organizationId", "issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "single_sign_on_identities_organizationId_userId_key" ON "single_sign_on_identities"("organizationId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "single_sign_on_identities_organizationId_id_key" ON "single_sign_on_identities"("organizationId", "id");

-- CreateIndex
CREATE INDEX "used_sign_in_states_expiresAt_idx" ON "used_sign_in_states"("expiresAt");

-- AddForeignKey
ALTER TABLE "organization_domains" ADD CONSTRAINT "organization_domains_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "single_sign_ons" ADD CONSTRAINT "single_sign_ons_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "single_sign_ons" ADD CONSTRAINT "single_sign_ons_roleId_fkey" FOREIGN KEY ("roleId") REFERENCES "roles"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "single_sign_on_identities" ADD CONSTRAINT "single_sign_on_identities_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "single_sign_on_identities" ADD CONSTRAINT "single_sign_on_identities_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- As for memberships: the role is a template, or of the organization itself.
CREATE TRIGGER "single_sign_ons_role_fits" AFTER INSERT OR UPDATE OF "organizationId", "roleId" ON "single_sign_ons" FOR EACH ROW WHEN (NEW."roleId" IS NOT NULL) EXECUTE FUNCTION "memberships_role_fits"();
