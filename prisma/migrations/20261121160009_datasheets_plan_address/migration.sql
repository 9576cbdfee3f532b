-- AlterTable
ALTER TABLE `datasheets_plan` ADD COLUMN `addressSha256` CHAR(64) NULL;
