-- AlterTable
ALTER TABLE `accounts_user` ADD COLUMN `seenAt` DATETIME(3) NULL,
    ADD COLUMN `theme` VARCHAR(8) NULL,
    ADD COLUMN `timeZone` VARCHAR(64) NULL;

-- AlterTable
ALTER TABLE `accounts_session` ADD COLUMN `provedAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    ADD COLUMN `seenAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3);

-- CreateTable
CREATE TABLE `accounts_invitation` (
    `hash` CHAR(64) NOT NULL,
    `userId` VARCHAR(36) NOT NULL,
    `createdById` VARCHAR(36) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `expiresAt` DATETIME(3) NOT NULL,
    `usedAt` DATETIME(3) NULL,

    INDEX `accounts_invitation_userId_idx`(`userId`),
    PRIMARY KEY (`hash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `accounts_second_factor` (
    `userId` VARCHAR(36) NOT NULL,
    `secretSealed` BLOB NOT NULL,
    `confirmedAt` DATETIME(3) NULL,
    `lastCounter` INTEGER NOT NULL DEFAULT 0,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    PRIMARY KEY (`userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `accounts_recovery_code` (
    `userId` VARCHAR(36) NOT NULL,
    `hash` CHAR(64) NOT NULL,
    `usedAt` DATETIME(3) NULL,

    PRIMARY KEY (`userId`, `hash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `accounts_sign_in_guard` (
    `key` CHAR(64) NOT NULL,
    `failures` INTEGER NOT NULL DEFAULT 0,
    `lastFailureAt` DATETIME(3) NOT NULL,
    `lockedUntil` DATETIME(3) NULL,
    `succeededAt` DATETIME(3) NULL,

    INDEX `accounts_sign_in_guard_lastFailureAt_idx`(`lastFailureAt`),
    PRIMARY KEY (`key`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `accounts_setting` (
    `name` VARCHAR(64) NOT NULL,
    `value` JSON NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`name`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `accounts_invitation` ADD CONSTRAINT `accounts_invitation_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `accounts_user`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `accounts_second_factor` ADD CONSTRAINT `accounts_second_factor_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `accounts_user`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `accounts_recovery_code` ADD CONSTRAINT `accounts_recovery_code_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `accounts_user`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
