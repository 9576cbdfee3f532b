/** What rules find in the rows as they would be after the import. Messages: `datasheets.findings.<code>`. */
export const ruleErrors = [
  'key_duplicate',
  'unique_key_duplicate',
  'foreign_key_missing',
  'rule_below_minimum',
  'rule_above_maximum',
  'rule_not_a_number',
  'rule_default_value',
  'rule_wrong_sum',
  'rule_reference_missing',
  'rule_not_unique',
  'rule_wrong_order',
  'rule_column_missing',
] as const

export const ruleWarnings = ['key_from_server'] as const

export type RuleError = (typeof ruleErrors)[number]
