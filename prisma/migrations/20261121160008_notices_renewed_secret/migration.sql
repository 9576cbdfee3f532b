-- AlterTable
ALTER TABLE `notices_hook` ADD COLUMN `oldSecretSealed` BLOB NULL,
    ADD COLUMN `oldSecretUntil` DATETIME(3) NULL;
