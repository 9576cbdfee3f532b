-- CreateTable
CREATE TABLE `retention_column` (
    `runId` BIGINT NOT NULL,
    `name` VARCHAR(96) NOT NULL,
    `block` INTEGER NOT NULL,
    `size` INTEGER NOT NULL,
    `data` LONGBLOB NOT NULL,

    PRIMARY KEY (`runId`, `name`, `block`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable
ALTER TABLE `retention_analysis` ADD COLUMN `facts` JSON NULL,
    ADD COLUMN `sheetForm` TINYINT NOT NULL DEFAULT 2;

-- Sheets that were stored by row are not carried over: their analyses keep summary and receipt and say that they have to be run again.
UPDATE `retention_analysis` SET `sheetForm` = 1 WHERE `summary` IS NOT NULL;

-- Analyses that have not ended lose what they had read and begin again.
DELETE FROM `runs_step` WHERE `runId` IN (SELECT `runId` FROM `retention_analysis` WHERE `summary` IS NULL);

-- DropTable
DROP TABLE `retention_cohort`;

-- DropTable
DROP TABLE `retention_player`;
