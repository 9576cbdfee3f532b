'use client'
import { Button, NativeSelect, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import type { TryAnswer } from '#features/datasheets/mapping/schema.ts'
import { connectSheet, ignoreHeader, renameHeader } from '#features/datasheets/mapping/view.ts'
import classes from './mapping.module.css'

type Props = {
  answer: TryAnswer
  sheet: string /** Of the database. */
  tables: readonly string[]
  mapping: Mapping
  onMapping: ((mapping: Mapping) => void) | undefined
}

/** Where a sheet and its headers lead, what its first rows become, and a press that mends what leads nowhere. */
export function TryResult(props: Props) {
  const { answer, sheet } = props
  const t = useTranslations('datasheets.mapping.try')
  const { table, ignored } = answer
  const findings = answer.findings.filter(({ code }) => code !== 'header_unknown')
  if (ignored) return <Text size="sm">{t('ignored')}</Text>
  if (table === null) return <Unmatched {...props} />
  return (
    <div className={classes.stack}>
      <Text size="sm">
        {t('leadsTo')} <code>{table}</code> · {t('keyIs', { columns: answer.key.join(', ') })}
      </Text>
      <Headers {...props} table={table} />
      {answer.missing.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('missing', { columns: answer.missing.join(', ') })}
        </Text>
      )}
      <Rows answer={answer} />
      {findings.length > 0 && (
        <ul className={classes.headers} aria-label={t('findings')}>
          {findings.map((one) => (
            <li key={JSON.stringify([one.cell, one.column, one.code, one.params])}>
              <Tag tone={one.level === 'error' ? 'red' : 'amber'}>{one.cell ?? sheet}</Tag> {one.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The name that a finding proposes. */
const nearestIn = ({ params }: Pick<TryAnswer['findings'][number], 'params'>): string | null => (params.nearest ? String(params.nearest) : null)

/** No table: the nearest name is one press away, the others are in a list. */
function Unmatched({ answer: { findings }, sheet, tables, mapping, onMapping }: Props) {
  const t = useTranslations('datasheets.mapping.try')
  const nearest = findings.map(nearestIn).find((name) => name !== null)
  const ignore = () => onMapping?.({ ...mapping, ignoreSheets: [...mapping.ignoreSheets, sheet] })
  return (
    <Note tone="amber" title={t('unmatched', { sheet })}>
      {findings.map(({ code, message }) => (
        <p key={code}>{message}</p>
      ))}
      {onMapping && (
        <div className={classes.row}>
          {nearest && (
            <Button size="compact-xs" onClick={() => onMapping(connectSheet(mapping, nearest, sheet))}>
              {t('connect', { table: nearest })}
            </Button>
          )}
          <NativeSelect
            size="xs"
            aria-label={t('connectOther')}
            value=""
            data={[{ value: '', label: t('connectOther') }, ...tables]}
            onChange={(event) => event.currentTarget.value && onMapping(connectSheet(mapping, event.currentTarget.value, sheet))}
          />
          <Button size="compact-xs" variant="default" onClick={ignore}>
            {t('ignoreSheet')}
          </Button>
        </div>
      )}
    </Note>
  )
}

type HeaderProps = Props & { table: string }

/** Headers that lead nowhere, or to a column of another name. */
function Headers({ answer, table, sheet, mapping, onMapping }: HeaderProps) {
  const t = useTranslations('datasheets.mapping.try')
  const told = answer.headers.filter(({ text, column }) => column !== text)
  if (told.length === 0) return null
  return (
    <ul className={classes.headers} aria-label={t('headers')}>
      {told.map(({ cell, text, column }) => {
        const finding = answer.findings.find((one) => one.cell === cell && one.code === 'header_unknown')
        const nearest = finding && nearestIn(finding)
        if (!finding)
          return (
            <li key={cell}>
              <Tag tone={column ? 'green' : 'grey'}>{cell}</Tag> {t(column ? 'fates.mapped' : 'fates.ignored', { header: text, column: column ?? '' })}
            </li>
          )
        return (
          <li key={cell}>
            <Tag tone="amber">{cell}</Tag> {t('fates.unknown', { header: text, column: '' })}
            {onMapping && (
              <>
                {nearest && (
                  <Button size="compact-xs" onClick={() => onMapping(renameHeader(mapping, table, sheet, text, nearest))}>
                    {t('rename', { column: nearest })}
                  </Button>
                )}
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => onMapping(ignoreHeader(mapping, table, sheet, text))}
                  aria-label={t('ignoreName', { header: text })}
                >
                  {t('ignore')}
                </Button>
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

const shown = 20

function Rows({ answer: { headers, rows, complete } }: { answer: TryAnswer }) {
  const t = useTranslations('datasheets.mapping.try')
  const columns = headers.flatMap(({ column }) => (column ? [column] : []))
  return (
    <>
      <ScrollTable label={t('rows')}>
        <thead>
          <tr>
            <th scope="col" data-align="end">
              {t('row')}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col">
                <code>{column}</code>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={classes.tried}>
          {rows.slice(0, shown).map(({ row, inSlice, cells }) => (
            <tr key={row} className={inSlice === false ? classes.outside : undefined}>
              <th scope="row" data-align="end" title={inSlice === false ? t('outside') : undefined}>
                {row}
                {inSlice === false && ' ✕'}
              </th>
              {columns.map((column) => (
                <Cell key={column} cell={cells[column]} />
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <Text size="xs" c="dimmed">
        {t(complete && rows.length <= shown ? 'allRows' : 'firstRows', { rows: Math.min(shown, rows.length) })}
      </Text>
    </>
  )
}

/** What a cell becomes: its value, NULL, the database's own, or what is wrong with it. */
function Cell({ cell }: { cell: TryAnswer['rows'][number]['cells'][string] | undefined }) {
  const t = useTranslations('datasheets.mapping.try')
  if (!cell) return <td />
  if (cell.errors.length > 0)
    return (
      <td className={classes.bad}>
        <span aria-hidden>! </span>
        {cell.raw || t('blank')}
      </td>
    )
  return <td title={cell.raw}>{cell.default ? <em>{t('default')}</em> : (cell.value ?? <em>NULL</em>)}</td>
}
