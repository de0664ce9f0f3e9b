-- CreateTable
CREATE TABLE "token_families" (
    "sessionId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "serial" INTEGER NOT NULL DEFAULT 1,
    "rotatedAt" TIMESTAMPTZ(3),
    "attemptHash" BYTEA,

    CONSTRAINT "token_families_pkey" PRIMARY KEY ("sessionId")
);

-- AddForeignKey
ALTER TABLE "token_families" ADD CONSTRAINT "token_families_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
