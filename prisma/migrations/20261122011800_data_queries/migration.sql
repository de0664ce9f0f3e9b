-- AlterTable
ALTER TABLE "provider_connections" ADD COLUMN     "queries" JSONB NOT NULL DEFAULT '[]';
