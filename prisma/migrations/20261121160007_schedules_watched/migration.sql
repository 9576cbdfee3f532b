-- AlterTable
ALTER TABLE `schedules_firing` ADD COLUMN `watched` BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX `schedules_firing_watched_idx` ON `schedules_firing`(`watched`);
