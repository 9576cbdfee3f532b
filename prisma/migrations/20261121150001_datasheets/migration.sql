-- CreateTable
CREATE TABLE `datasheets_upload` (
    `id` VARCHAR(36) NOT NULL,
    `name` VARCHAR(255) NOT NULL,
    `bytes` BIGINT NOT NULL,
    `sha256` CHAR(64) NOT NULL,
    `kind` VARCHAR(8) NOT NULL,
    `sheets` JSON NOT NULL,
    `path` VARCHAR(191) NOT NULL,
    `createdById` VARCHAR(36) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,

    INDEX `datasheets_upload_createdAt_idx`(`createdAt`),
    INDEX `datasheets_upload_expiresAt_idx`(`expiresAt`),
    INDEX `datasheets_upload_createdById_sha256_idx`(`createdById`, `sha256`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_mapping` (
    `environmentId` VARCHAR(36) NOT NULL,
    `version` INTEGER NOT NULL,
    `body` JSON NOT NULL,
    `authorId` VARCHAR(36) NOT NULL,
    `author` VARCHAR(200) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`environmentId`, `version`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_plan` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `runId` BIGINT NOT NULL,
    `environmentId` VARCHAR(36) NOT NULL,
    `environment` VARCHAR(100) NOT NULL,
    `environmentKind` VARCHAR(16) NOT NULL,
    `mappingVersion` INTEGER NOT NULL,
    `sha256` CHAR(64) NULL,
    `schemaFingerprint` CHAR(64) NULL,
    `outcome` JSON NULL,
    `readAt` DATETIME(3) NULL,
    `createdById` VARCHAR(36) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `datasheets_plan_runId_key`(`runId`),
    INDEX `datasheets_plan_createdAt_idx`(`createdAt`),
    INDEX `datasheets_plan_environmentId_idx`(`environmentId`),
    INDEX `datasheets_plan_createdById_idx`(`createdById`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_plan_file` (
    `planId` BIGINT NOT NULL,
    `position` INTEGER NOT NULL,
    `uploadId` VARCHAR(36) NOT NULL,
    `name` VARCHAR(255) NOT NULL,
    `kind` VARCHAR(8) NOT NULL,
    `bytes` BIGINT NOT NULL,
    `sha256` CHAR(64) NOT NULL,

    INDEX `datasheets_plan_file_uploadId_idx`(`uploadId`),
    PRIMARY KEY (`planId`, `position`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_plan_table` (
    `planId` BIGINT NOT NULL,
    `position` INTEGER NOT NULL,
    `name` VARCHAR(64) NOT NULL,
    `body` JSON NOT NULL,

    PRIMARY KEY (`planId`, `position`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_plan_finding` (
    `planId` BIGINT NOT NULL,
    `position` INTEGER NOT NULL,
    `level` VARCHAR(8) NOT NULL,
    `code` VARCHAR(64) NOT NULL,
    `file` VARCHAR(255) NOT NULL,
    `sheet` VARCHAR(255) NULL,
    `cell` VARCHAR(16) NULL,
    `table` VARCHAR(64) NULL,
    `column` VARCHAR(64) NULL,
    `value` VARCHAR(250) NULL,
    `params` JSON NOT NULL,

    INDEX `datasheets_plan_finding_planId_level_table_idx`(`planId`, `level`, `table`),
    PRIMARY KEY (`planId`, `position`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `datasheets_plan_block` (
    `planId` BIGINT NOT NULL,
    `position` INTEGER NOT NULL,
    `block` INTEGER NOT NULL,
    `inserts` INTEGER NOT NULL,
    `updates` INTEGER NOT NULL,
    `deletes` INTEGER NOT NULL,
    `data` LONGBLOB NOT NULL,

    PRIMARY KEY (`planId`, `position`, `block`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `datasheets_upload` ADD CONSTRAINT `datasheets_upload_createdById_fkey` FOREIGN KEY (`createdById`) REFERENCES `accounts_user`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_mapping` ADD CONSTRAINT `datasheets_mapping_environmentId_fkey` FOREIGN KEY (`environmentId`) REFERENCES `environments_environment`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_plan` ADD CONSTRAINT `datasheets_plan_runId_fkey` FOREIGN KEY (`runId`) REFERENCES `runs_run`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_plan` ADD CONSTRAINT `datasheets_plan_createdById_fkey` FOREIGN KEY (`createdById`) REFERENCES `accounts_user`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_plan_file` ADD CONSTRAINT `datasheets_plan_file_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `datasheets_plan`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_plan_table` ADD CONSTRAINT `datasheets_plan_table_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `datasheets_plan`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_plan_finding` ADD CONSTRAINT `datasheets_plan_finding_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `datasheets_plan`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `datasheets_plan_block` ADD CONSTRAINT `datasheets_plan_block_planId_fkey` FOREIGN KEY (`planId`) REFERENCES `datasheets_plan`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
