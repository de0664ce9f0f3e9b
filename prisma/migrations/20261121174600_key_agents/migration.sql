-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "agentIds" UUID[];
