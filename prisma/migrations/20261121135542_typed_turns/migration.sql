-- AlterTable
ALTER TABLE "turns" ADD COLUMN     "isTyped" BOOLEAN NOT NULL DEFAULT false;
