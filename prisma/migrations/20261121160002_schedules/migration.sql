-- CreateTable
CREATE TABLE `schedules_schedule` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(120) NOT NULL,
    `act` VARCHAR(64) NOT NULL,
    `payload` JSON NOT NULL,
    `title` JSON NOT NULL,
    `environmentId` VARCHAR(36) NULL,
    `environment` VARCHAR(100) NULL,
    `environmentKind` VARCHAR(16) NULL,
    `cron` VARCHAR(120) NULL,
    `zone` VARCHAR(64) NOT NULL,
    `runAt` DATETIME(3) NULL,
    `missed` VARCHAR(8) NOT NULL,
    `graceSeconds` INTEGER NOT NULL,
    `state` VARCHAR(8) NOT NULL,
    `nextAt` DATETIME(3) NULL,
    `createdById` VARCHAR(36) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    INDEX `schedules_schedule_state_nextAt_idx`(`state`, `nextAt`),
    INDEX `schedules_schedule_createdById_idx`(`createdById`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `schedules_firing` (
    `scheduleId` BIGINT NOT NULL,
    `dueAt` DATETIME(3) NOT NULL,
    `at` DATETIME(3) NOT NULL,
    `outcome` VARCHAR(8) NOT NULL,
    `runId` BIGINT NULL,
    `refusal` JSON NULL,

    INDEX `schedules_firing_dueAt_idx`(`dueAt`),
    PRIMARY KEY (`scheduleId`, `dueAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `schedules_schedule` ADD CONSTRAINT `schedules_schedule_createdById_fkey` FOREIGN KEY (`createdById`) REFERENCES `accounts_user`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `schedules_firing` ADD CONSTRAINT `schedules_firing_scheduleId_fkey` FOREIGN KEY (`scheduleId`) REFERENCES `schedules_schedule`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;
