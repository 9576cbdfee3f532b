-- CreateTable
CREATE TABLE `accounts_user` (
    `id` VARCHAR(36) NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `email` VARCHAR(191) NOT NULL,
    `emailVerified` BOOLEAN NOT NULL DEFAULT false,
    `image` TEXT NULL,
    `role` VARCHAR(32) NOT NULL DEFAULT 'viewer',
    `locale` VARCHAR(8) NULL,
    `mustChangePassword` BOOLEAN NOT NULL DEFAULT false,
    `disabledAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `accounts_user_email_key`(`email`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `accounts_session` (
    `id` VARCHAR(36) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `token` VARCHAR(191) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,
    `ipAddress` VARCHAR(64) NULL,
    `userAgent` TEXT NULL,
    `userId` VARCHAR(36) NOT NULL,

    UNIQUE INDEX `accounts_session_token_key`(`token`),
    INDEX `accounts_session_userId_idx`(`userId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `accounts_account` (
    `id` VARCHAR(36) NOT NULL,
    `accountId` VARCHAR(191) NOT NULL,
    `providerId` VARCHAR(64) NOT NULL,
    `userId` VARCHAR(36) NOT NULL,
    `accessToken` TEXT NULL,
    `refreshToken` TEXT NULL,
    `idToken` TEXT NULL,
    `accessTokenExpiresAt` DATETIME(3) NULL,
    `refreshTokenExpiresAt` DATETIME(3) NULL,
    `scope` TEXT NULL,
    `password` TEXT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    INDEX `accounts_account_userId_idx`(`userId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `accounts_verification` (
    `id` VARCHAR(36) NOT NULL,
    `identifier` VARCHAR(191) NOT NULL,
    `value` TEXT NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    INDEX `accounts_verification_identifier_idx`(`identifier`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `accounts_token` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(100) NOT NULL,
    `hash` CHAR(64) NOT NULL,
    `hint` VARCHAR(8) NOT NULL,
    `scopes` JSON NOT NULL,
    `userId` VARCHAR(36) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `lastUsedAt` DATETIME(3) NULL,
    `expiresAt` DATETIME(3) NULL,
    `revokedAt` DATETIME(3) NULL,

    UNIQUE INDEX `accounts_token_hash_key`(`hash`),
    INDEX `accounts_token_userId_idx`(`userId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `audit_entry` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `at` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `userId` VARCHAR(36) NULL,
    `userName` VARCHAR(200) NOT NULL,
    `via` VARCHAR(16) NOT NULL,
    `ip` VARCHAR(64) NULL,
    `action` VARCHAR(64) NOT NULL,
    `object` VARCHAR(191) NULL,
    `outcome` VARCHAR(16) NOT NULL,
    `requestId` VARCHAR(64) NULL,
    `detail` JSON NULL,

    INDEX `audit_entry_at_idx`(`at`),
    INDEX `audit_entry_action_idx`(`action`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `http_idempotency_key` (
    `userId` VARCHAR(36) NOT NULL,
    `key` VARCHAR(191) NOT NULL,
    `digest` CHAR(64) NOT NULL,
    `status` INTEGER NULL,
    `response` MEDIUMBLOB NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    INDEX `http_idempotency_key_createdAt_idx`(`createdAt`),
    PRIMARY KEY (`userId`, `key`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `runs_run` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(64) NOT NULL,
    `title` JSON NOT NULL,
    `keywords` VARCHAR(500) NOT NULL,
    `payload` JSON NOT NULL,
    `state` VARCHAR(16) NOT NULL,
    `fence` INTEGER NOT NULL DEFAULT 0,
    `attempt` INTEGER NOT NULL DEFAULT 0,
    `stages` JSON NOT NULL,
    `stage` VARCHAR(64) NULL,
    `done` BIGINT NOT NULL DEFAULT 0,
    `total` BIGINT NULL,
    `rate` DOUBLE NULL,
    `etaMs` BIGINT NULL,
    `result` JSON NULL,
    `error` JSON NULL,
    `worker` VARCHAR(191) NULL,
    `leaseUntil` DATETIME(3) NULL,
    `createdById` VARCHAR(36) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `startedAt` DATETIME(3) NULL,
    `finishedAt` DATETIME(3) NULL,
    `updatedAt` DATETIME(3) NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,

    INDEX `runs_run_state_idx`(`state`),
    INDEX `runs_run_updatedAt_idx`(`updatedAt`),
    INDEX `runs_run_createdById_idx`(`createdById`),
    INDEX `runs_run_kind_idx`(`kind`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `runs_step` (
    `runId` BIGINT NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `fence` INTEGER NOT NULL,
    `memo` JSON NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`runId`, `name`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `runs_log` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `runId` BIGINT NOT NULL,
    `at` DATETIME(3) NOT NULL,
    `level` VARCHAR(8) NOT NULL,
    `code` VARCHAR(64) NOT NULL,
    `params` JSON NULL,

    INDEX `runs_log_runId_id_idx`(`runId`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `runs_artefact` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `runId` BIGINT NOT NULL,
    `name` VARCHAR(191) NOT NULL,
    `contentType` VARCHAR(100) NOT NULL,
    `bytes` BIGINT NOT NULL,
    `sha256` CHAR(64) NOT NULL,
    `path` VARCHAR(191) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `runs_artefact_runId_name_key`(`runId`, `name`),
    INDEX `runs_artefact_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `runs_outbox` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `runId` BIGINT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `availableAt` DATETIME(3) NOT NULL,
    `sentAt` DATETIME(3) NULL,

    INDEX `runs_outbox_sentAt_availableAt_idx`(`sentAt`, `availableAt`),
    INDEX `runs_outbox_runId_idx`(`runId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `runs_worker` (
    `id` VARCHAR(64) NOT NULL,
    `host` VARCHAR(191) NOT NULL,
    `pid` INTEGER NOT NULL,
    `version` VARCHAR(64) NOT NULL,
    `startedAt` DATETIME(3) NOT NULL,
    `seenAt` DATETIME(3) NOT NULL,

    INDEX `runs_worker_seenAt_idx`(`seenAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `gamelog_source` (
    `id` VARCHAR(36) NOT NULL,
    `name` VARCHAR(100) NOT NULL,
    `url` VARCHAR(500) NOT NULL,
    `prefix` VARCHAR(100) NOT NULL,
    `username` VARCHAR(191) NULL,
    `passwordSealed` BLOB NULL,
    `zone` VARCHAR(64) NOT NULL,
    `resetHour` INTEGER NOT NULL DEFAULT 0,
    `insecureTls` BOOLEAN NOT NULL DEFAULT false,
    `nicknameField` VARCHAR(191) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `gamelog_source_name_key`(`name`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `environments_environment` (
    `id` VARCHAR(36) NOT NULL,
    `name` VARCHAR(100) NOT NULL,
    `kind` VARCHAR(16) NOT NULL,
    `urlSealed` BLOB NOT NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    `updatedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `environments_environment_name_key`(`name`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `sample_dataset` (
    `runId` BIGINT NOT NULL,
    `size` VARCHAR(16) NOT NULL,
    `seed` INTEGER NOT NULL,
    `firstDay` DATETIME(3) NOT NULL,
    `source` VARCHAR(100) NOT NULL,
    `summary` JSON NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    PRIMARY KEY (`runId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `retention_analysis` (
    `runId` BIGINT NOT NULL,
    `sourceId` VARCHAR(36) NOT NULL,
    `from` DATETIME(3) NOT NULL,
    `to` DATETIME(3) NOT NULL,
    `definition` JSON NOT NULL,
    `definitionHash` CHAR(64) NOT NULL,
    `summary` JSON NULL,
    `receipt` JSON NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    INDEX `retention_analysis_createdAt_idx`(`createdAt`),
    PRIMARY KEY (`runId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `retention_cohort` (
    `runId` BIGINT NOT NULL,
    `uid` VARBINARY(1024) NOT NULL,
    `firstLoginMs` BIGINT NOT NULL,
    `sampleRank` BIGINT NOT NULL,

    INDEX `retention_cohort_runId_firstLoginMs_uid_idx`(`runId`, `firstLoginMs`, `uid`),
    PRIMARY KEY (`runId`, `uid`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `retention_player` (
    `runId` BIGINT NOT NULL,
    `seq` INTEGER NOT NULL,
    `uid` VARCHAR(512) NOT NULL,
    `authId` VARCHAR(512) NULL,
    `nickname` VARCHAR(512) NULL,
    `firstLoginMs` BIGINT NOT NULL,
    `country` VARCHAR(512) NULL,
    `device` VARCHAR(512) NULL,
    `activeSeconds` INTEGER NOT NULL,
    `retentionD1` TINYINT NULL,
    `tutorialEntry` INTEGER NULL,
    `tutorialCompleted` INTEGER NULL,
    `dungeonEntryCount` INTEGER NULL,
    `dungeonEscapeCount` INTEGER NULL,
    `monsterKillCount` DOUBLE NULL,
    `playerKillCount` INTEGER NULL,
    `matchingCompleteCount` INTEGER NULL,
    `friendAddCount` INTEGER NULL,

    INDEX `retention_player_runId_uid_idx`(`runId`, `uid`),
    PRIMARY KEY (`runId`, `seq`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `accounts_session` ADD CONSTRAINT `accounts_session_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `accounts_user`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `accounts_account` ADD CONSTRAINT `accounts_account_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `accounts_user`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `accounts_token` ADD CONSTRAINT `accounts_token_userId_fkey` FOREIGN KEY (`userId`) REFERENCES `accounts_user`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `runs_run` ADD CONSTRAINT `runs_run_createdById_fkey` FOREIGN KEY (`createdById`) REFERENCES `accounts_user`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `runs_step` ADD CONSTRAINT `runs_step_runId_fkey` FOREIGN KEY (`runId`) REFERENCES `runs_run`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `runs_log` ADD CONSTRAINT `runs_log_runId_fkey` FOREIGN KEY (`runId`) REFERENCES `runs_run`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `runs_artefact` ADD CONSTRAINT `runs_artefact_runId_fkey` FOREIGN KEY (`runId`) REFERENCES `runs_run`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `runs_outbox` ADD CONSTRAINT `runs_outbox_runId_fkey` FOREIGN KEY (`runId`) REFERENCES `runs_run`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `retention_analysis` ADD CONSTRAINT `retention_analysis_sourceId_fkey` FOREIGN KEY (`sourceId`) REFERENCES `gamelog_source`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;
