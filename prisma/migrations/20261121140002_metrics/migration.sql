-- CreateTable
CREATE TABLE `retention_metric` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(63) NOT NULL,
    `version` INTEGER NOT NULL,
    `body` JSON NOT NULL,
    `active` BOOLEAN NOT NULL,
    `authorId` VARCHAR(36) NULL,
    `author` VARCHAR(200) NULL,
    `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),

    UNIQUE INDEX `retention_metric_name_version_key`(`name`, `version`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The metrics of the sheet, as core/retention/metrics.ts has them.
INSERT INTO `retention_metric` (`name`, `version`, `body`, `active`, `createdAt`) VALUES
    ('retention_d1', 1, '{"label":"Came back on day 1","family":"login_comp","where":[],"rule":{"kind":"any"},"subject":null,"window":{"fromDay":1,"toDay":2}}', true, '2026-11-21 00:00:00.000'),
    ('tutorial_entry', 1, '{"label":"Tutorials entered","family":"tutorial_entry","subject":null,"window":{"fromDay":0,"toDay":1},"where":[{"field":"body.action","equals":"Start"}],"rule":{"kind":"documents"}}', true, '2026-11-21 00:00:00.000'),
    ('tutorial_completed', 1, '{"label":"Tutorials completed","family":"log_tutorial","subject":null,"window":{"fromDay":0,"toDay":1},"where":[{"field":"body.action_type","equals":"Complet"},{"field":"body.stage_type","equals":"result"}],"rule":{"kind":"documents"}}', true, '2026-11-21 00:00:00.000'),
    ('dungeon_entry_count', 1, '{"label":"Dungeons entered","family":"survival_sta","subject":null,"window":{"fromDay":0,"toDay":1},"where":[],"rule":{"kind":"documents"}}', true, '2026-11-21 00:00:00.000'),
    ('dungeon_escape_count', 1, '{"label":"Dungeons escaped","family":"survival_end","subject":null,"window":{"fromDay":0,"toDay":1},"where":[{"field":"body.result","equals":1}],"rule":{"kind":"documents"}}', true, '2026-11-21 00:00:00.000'),
    ('monster_kill_count', 1, '{"label":"Monsters killed","family":"survival_end","subject":null,"window":{"fromDay":0,"toDay":1},"where":[],"rule":{"kind":"sum","field":"body.play_stats.monster_kill_cnt"}}', true, '2026-11-21 00:00:00.000'),
    ('player_kill_count', 1, '{"label":"Players killed","family":"player_kill","subject":"body.instigator_uid","window":{"fromDay":0,"toDay":1},"where":[],"rule":{"kind":"documents"}}', true, '2026-11-21 00:00:00.000'),
    ('matching_complete_count', 1, '{"label":"Matches completed","family":"matching_complete","subject":null,"window":{"fromDay":0,"toDay":1},"where":[],"rule":{"kind":"documents"}}', true, '2026-11-21 00:00:00.000'),
    ('friend_add_count', 1, '{"label":"Friends added","family":"friend","subject":null,"window":{"fromDay":0,"toDay":1},"where":[{"field":"body.oper_type","equals":0},{"field":"body.friend_type","equals":0}],"rule":{"kind":"documents"}}', true, '2026-11-21 00:00:00.000');
