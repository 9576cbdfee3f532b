/** The log families that the nine metrics read; an index of a family is `<prefix><family>` with any suffix. */
export const families = ['login_comp', 'tutorial_entry', 'log_tutorial', 'survival_sta', 'survival_end', 'player_kill', 'matching_complete', 'friend'] as const
