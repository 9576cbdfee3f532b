-- AlterTable
ALTER TABLE `accounts_invitation` ADD COLUMN `purpose` VARCHAR(16) NOT NULL DEFAULT 'invitation';

-- CreateTable
CREATE TABLE `accounts_display` (
    `userId` VARCHAR(36) NOT NULL,
    `value` JSON NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `accounts_display` ADD CONSTRAINT `accounts_display_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `accounts_user`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
