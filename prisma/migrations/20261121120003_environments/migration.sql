-- AlterTable
ALTER TABLE `gamelog_source` ADD COLUMN `archivedAt` DATETIME(3) NULL,
    ADD COLUMN `playerEnvironmentId` VARCHAR(36) NULL,
    ADD COLUMN `playerNicknameColumn` VARCHAR(64) NULL,
    ADD COLUMN `playerTable` VARCHAR(64) NULL,
    ADD COLUMN `playerUidColumn` VARCHAR(64) NULL;

-- AlterTable
ALTER TABLE `environments_environment` ADD COLUMN `tables` JSON NULL;

-- CreateIndex
CREATE INDEX `gamelog_source_playerEnvironmentId_idx` ON `gamelog_source`(`playerEnvironmentId`);

-- AddForeignKey
ALTER TABLE `gamelog_source` ADD CONSTRAINT `gamelog_source_playerEnvironmentId_fkey` FOREIGN KEY (`playerEnvironmentId`) REFERENCES `environments_environment`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;
