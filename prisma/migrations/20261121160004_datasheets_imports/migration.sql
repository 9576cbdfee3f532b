-- AlterTable
ALTER TABLE `datasheets_plan` ADD COLUMN `origin` VARCHAR(16) NOT NULL DEFAULT 'files' AFTER `runId`,
    ADD COLUMN `sourceId` VARCHAR(36) NULL AFTER `origin`,
    ADD COLUMN `source` VARCHAR(100) NULL AFTER `sourceId`,
    ADD COLUMN `request` JSON NULL AFTER `source`,
    ADD COLUMN `baseId` BIGINT NULL AFTER `request`,
    ADD COLUMN `undoOfId` BIGINT NULL AFTER `baseId`,
    ADD COLUMN `openedAt` DATETIME(3) NULL AFTER `undoOfId`,
    ADD COLUMN `conflicts` INTEGER NOT NULL DEFAULT 0 AFTER `readAt`,
    ADD COLUMN `expiresAt` DATETIME(3) NULL AFTER `conflicts`;

-- Plans that were there before expire as new ones do.
UPDATE `datasheets_plan` SET `expiresAt` = `readAt` + INTERVAL 7 DAY WHERE `sha256` IS NOT NULL;

-- CreateIndex
CREATE INDEX `datasheets_plan_runId_idx` ON `datasheets_plan`(`runId`);

-- DropIndex
DROP INDEX `datasheets_plan_runId_key` ON `datasheets_plan`;

-- CreateIndex
CREATE UNIQUE INDEX `datasheets_plan_undoOfId_key` ON `datasheets_plan`(`undoOfId`);

-- CreateIndex
CREATE INDEX `datasheets_plan_baseId_idx` ON `datasheets_plan`(`baseId`);

-- CreateTable
CREATE TABLE `datasheets_plan_apart` (
    `planId` BIGINT NOT NULL,
    `position` INTEGER NOT NULL,
    `block` INTEGER NOT NULL,
    `theirs` INTEGER NOT NULL,
    `both` INTEGER NOT NULL,
    `data` LONGBLOB NOT NULL,

    PRIMARY KEY (`planId`, `position`, `block`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_import` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `planId` BIGINT NOT NULL,
    `runId` BIGINT NOT NULL,
    `environmentId` VARCHAR(36) NOT NULL,
    `environment` VARCHAR(100) NOT NULL,
    `environmentKind` VARCHAR(16) NOT NULL,
    `sha256` CHAR(64) NOT NULL,
    `selection` JSON NOT NULL,
    `selectionSha256` CHAR(64) NOT NULL,
    `approvalId` BIGINT NULL,
    `scheduleId` BIGINT NULL,
    `undoOfId` BIGINT NULL,
    `committedAt` DATETIME(3) NULL,
    `inserted` INTEGER NULL,
    `updated` INTEGER NULL,
    `deleted` INTEGER NULL,
    `receipt` JSON NULL,
    `createdById` VARCHAR(36) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `datasheets_import_runId_key`(`runId`),
    INDEX `datasheets_import_planId_idx`(`planId`),
    INDEX `datasheets_import_environmentId_committedAt_idx`(`environmentId`, `committedAt`),
    INDEX `datasheets_import_createdAt_idx`(`createdAt`),
    INDEX `datasheets_import_createdById_idx`(`createdById`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_import_block` (
    `importId` BIGINT NOT NULL,
    `position` INTEGER NOT NULL,
    `block` INTEGER NOT NULL,
    `keys` BLOB NOT NULL,

    PRIMARY KEY (`importId`, `position`, `block`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_import_moved` (
    `importId` BIGINT NOT NULL,
    `place` INTEGER NOT NULL,
    `table` VARCHAR(64) NOT NULL,
    `body` JSON NOT NULL,

    PRIMARY KEY (`importId`, `place`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_export` (
    `runId` BIGINT NOT NULL,
    `environmentId` VARCHAR(36) NOT NULL,
    `environment` VARCHAR(100) NOT NULL,
    `environmentKind` VARCHAR(16) NOT NULL,
    `mappingVersion` INTEGER NOT NULL,
    `tables` JSON NOT NULL,
    `format` VARCHAR(8) NOT NULL,
    `outcome` JSON NULL,
    `createdById` VARCHAR(36) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `datasheets_export_createdAt_idx`(`createdAt`),
    INDEX `datasheets_export_createdById_idx`(`createdById`),
    PRIMARY KEY (`runId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `datasheets_plan_apart` ADD CONSTRAINT `datasheets_plan_apart_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `datasheets_plan`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_import` ADD CONSTRAINT `datasheets_import_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `datasheets_plan`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_import` ADD CONSTRAINT `datasheets_import_runId_fkey` FOREIGN KEY (`runId`) REFERENCES `runs_run`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_import` ADD CONSTRAINT `datasheets_import_createdById_fkey` FOREIGN KEY (`createdById`) REFERENCES `accounts_user`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_import_block` ADD CONSTRAINT `datasheets_import_block_importId_fkey` FOREIGN KEY (`importId`) REFERENCES `datasheets_import`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_import_moved` ADD CONSTRAINT `datasheets_import_moved_importId_fkey` FOREIGN KEY (`importId`) REFERENCES `datasheets_import`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_export` ADD CONSTRAINT `datasheets_export_runId_fkey` FOREIGN KEY (`runId`) REFERENCES `runs_run`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_export` ADD CONSTRAINT `datasheets_export_createdById_fkey` FOREIGN KEY (`createdById`) REFERENCES `accounts_user`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;
