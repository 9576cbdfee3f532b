-- AlterTable
ALTER TABLE `datasheets_plan` ADD COLUMN `rowsRemovedAt` DATETIME(3) NULL;
