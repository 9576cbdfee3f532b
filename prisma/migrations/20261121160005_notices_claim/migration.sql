-- AlterTable
ALTER TABLE `notices_delivery` ADD COLUMN `claimedUntil` DATETIME(3) NULL;
