-- CreateTable
CREATE TABLE `approvals_approval` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(32) NOT NULL,
    `subjectId` VARCHAR(64) NOT NULL,
    `sha256` CHAR(64) NOT NULL,
    `environmentId` VARCHAR(36) NULL,
    `environment` VARCHAR(100) NULL,
    `environmentKind` VARCHAR(16) NULL,
    `size` INTEGER NOT NULL,
    `title` JSON NOT NULL,
    `selection` JSON NOT NULL,
    `required` INTEGER NOT NULL,
    `state` VARCHAR(16) NOT NULL,
    `authorId` VARCHAR(36) NOT NULL,
    `requestedById` VARCHAR(36) NOT NULL,
    `reason` VARCHAR(1000) NOT NULL,
    `requestedAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `decidedAt` DATETIME(3) NULL,
    `voidReason` VARCHAR(64) NULL,
    `usedAt` DATETIME(3) NULL,

    INDEX `approvals_approval_kind_subjectId_idx`(`kind`, `subjectId`),
    INDEX `approvals_approval_state_expiresAt_idx`(`state`, `expiresAt`),
    INDEX `approvals_approval_requestedById_idx`(`requestedById`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `approvals_decision` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `approvalId` BIGINT NOT NULL,
    `personId` VARCHAR(36) NOT NULL,
    `verdict` VARCHAR(16) NOT NULL,
    `comment` VARCHAR(2000) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `approvals_decision_approvalId_id_idx`(`approvalId`, `id`),
    INDEX `approvals_decision_personId_idx`(`personId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `approvals_policy` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(32) NOT NULL,
    `environmentId` VARCHAR(36) NOT NULL DEFAULT '',
    `environmentKind` VARCHAR(16) NOT NULL,
    `fromSize` INTEGER NOT NULL,
    `required` INTEGER NOT NULL,
    `updatedById` VARCHAR(36) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `approvals_policy_kind_environmentId_environmentKind_fromSize_key`(`kind`, `environmentId`, `environmentKind`, `fromSize`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `approvals_review` (
    `approvalId` BIGINT NOT NULL,
    `dueAt` DATETIME(3) NOT NULL,
    `reviewedById` VARCHAR(36) NULL,
    `reviewedAt` DATETIME(3) NULL,
    `note` VARCHAR(2000) NULL,

    INDEX `approvals_review_reviewedAt_dueAt_idx`(`reviewedAt`, `dueAt`),
    INDEX `approvals_review_reviewedById_idx`(`reviewedById`),
    PRIMARY KEY (`approvalId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `approvals_approval` ADD CONSTRAINT `approvals_approval_requestedById_fkey` FOREIGN KEY (`requestedById`) REFERENCES `accounts_user`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `approvals_decision` ADD CONSTRAINT `approvals_decision_approvalId_fkey` FOREIGN KEY (`approvalId`) REFERENCES `approvals_approval`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `approvals_decision` ADD CONSTRAINT `approvals_decision_personId_fkey` FOREIGN KEY (`personId`) REFERENCES `accounts_user`(`id`) ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `approvals_review` ADD CONSTRAINT `approvals_review_approvalId_fkey` FOREIGN KEY (`approvalId`) REFERENCES `approvals_approval`(`id`) ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE `approvals_review` ADD CONSTRAINT `approvals_review_reviewedById_fkey` FOREIGN KEY (`reviewedById`) REFERENCES `accounts_user`(`id`) ON DELETE SET NULL ON UPDATE CASCADE;
