-- CreateTable
CREATE TABLE `notices_hook` (
    `id` VARCHAR(36) NOT NULL,
    `name` VARCHAR(100) NOT NULL,
    `url` VARCHAR(500) NOT NULL,
    `secretSealed` BLOB NOT NULL,
    `events` JSON NOT NULL,
    `environmentId` VARCHAR(36) NULL,
    `active` BOOLEAN NOT NULL DEFAULT true,
    `createdById` VARCHAR(36) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `notices_hook_name_key`(`name`),
    INDEX `notices_hook_environmentId_idx`(`environmentId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `notices_delivery` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `channel` VARCHAR(8) NOT NULL,
    `hookId` VARCHAR(36) NULL,
    `recipient` VARCHAR(320) NULL,
    `event` VARCHAR(64) NOT NULL,
    `body` JSON NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `nextAt` DATETIME(3) NULL,
    `deliveredAt` DATETIME(3) NULL,
    `failedAt` DATETIME(3) NULL,
    `lastStatus` INTEGER NULL,
    `lastError` VARCHAR(500) NULL,

    INDEX `notices_delivery_nextAt_idx`(`nextAt`),
    INDEX `notices_delivery_hookId_id_idx`(`hookId`, `id`),
    INDEX `notices_delivery_createdAt_idx`(`createdAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `notices_delivery` ADD CONSTRAINT `notices_delivery_hookId_fkey` FOREIGN KEY (`hookId`) REFERENCES `notices_hook`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
