-- AlterTable
ALTER TABLE "provider_connections" DROP COLUMN "voiceIds";
