-- AlterTable
ALTER TABLE `audit_entry` ADD COLUMN `userAgent` VARCHAR(300) NULL,
    ADD COLUMN `runId` BIGINT NULL,
    ADD COLUMN `planId` VARCHAR(64) NULL,
    ADD COLUMN `before` JSON NULL,
    ADD COLUMN `after` JSON NULL,
    ADD COLUMN `signature` CHAR(97) NULL;

-- CreateIndex
CREATE UNIQUE INDEX `audit_entry_signature_key` ON `audit_entry`(`signature`);

-- CreateIndex
CREATE INDEX `audit_entry_userId_idx` ON `audit_entry`(`userId`);

-- CreateIndex
CREATE INDEX `audit_entry_object_idx` ON `audit_entry`(`object`);

-- CreateIndex
CREATE INDEX `audit_entry_runId_idx` ON `audit_entry`(`runId`);

-- CreateTable
CREATE TABLE `audit_seal` (
    `seq` BIGINT NOT NULL,
    `entryId` BIGINT NOT NULL,
    `prevHash` CHAR(64) NOT NULL,
    `hash` CHAR(64) NOT NULL,
    `sealedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `audit_seal_entryId_key`(`entryId`),
    PRIMARY KEY (`seq`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `audit_head` (
    `id` INTEGER NOT NULL,
    `seq` BIGINT NOT NULL,
    `entryId` BIGINT NOT NULL,
    `hash` CHAR(64) NOT NULL,
    `legacyThrough` BIGINT NOT NULL,
    `mac` CHAR(64) NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `audit_key` (
    `id` INTEGER NOT NULL,
    `sealed` BLOB NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The chain begins here; rows that are there already were written before rows were signed.
INSERT INTO `audit_head` (`id`, `seq`, `entryId`, `hash`, `legacyThrough`, `updatedAt`)
SELECT 1, 0, 0, REPEAT('0', 64), COALESCE(MAX(`id`), 0), UTC_TIMESTAMP(3) FROM `audit_entry`;
