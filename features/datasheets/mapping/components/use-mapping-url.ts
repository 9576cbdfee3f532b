'use client'
import { parseAsBoolean, parseAsInteger, parseAsString, useQueryStates } from 'nuqs'

const address = {
  environment: parseAsString,
  version: parseAsInteger,
  table: parseAsString,
  upload: parseAsString,
  sheet: parseAsString,
  versions: parseAsBoolean.withDefault(false),
}
export type MappingUrl = ReturnType<typeof useMappingUrl>[0]
export type GoInMapping = ReturnType<typeof useMappingUrl>[1]

/** Which mapping is looked at, and with what: all of it in the address. */
export const useMappingUrl = () => useQueryStates(address, { history: 'replace', shallow: true })
