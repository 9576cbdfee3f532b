'use client'
import { Button, TagsInput, Text } from '@mantine/core'
import { IconDeviceFloppy, IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { leave, useLeaveQuestion } from '#components/feedback/leaving.tsx'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { EnvironmentField } from '#features/datasheets/mapping/components/environment-field.tsx'
import { Issues, PlaceIssues } from '#features/datasheets/mapping/components/issue-context.tsx'
import { IssueSummary } from '#features/datasheets/mapping/components/issue-summary.tsx'
import { TableEditor } from '#features/datasheets/mapping/components/table-editor.tsx'
import { TableList } from '#features/datasheets/mapping/components/table-list.tsx'
import { TransferButtons } from '#features/datasheets/mapping/components/transfer-buttons.tsx'
import { TryPanel, useFiles } from '#features/datasheets/mapping/components/try-panel.tsx'
import { useIssues, useMappingDraft, useSaveMapping } from '#features/datasheets/mapping/components/use-mapping-draft.ts'
import type { GoInMapping, MappingUrl } from '#features/datasheets/mapping/components/use-mapping-url.ts'
import { gameSchemaQuery } from '#features/datasheets/mapping/queries.ts'
import type { StoredMapping } from '#features/datasheets/mapping/schema.ts'
import { hasErrors, placeOf, tableOf, withTable } from '#features/datasheets/mapping/view.ts'
import classes from './mapping.module.css'

const VersionsDrawer = lazy(async () => ({ default: (await import('#features/datasheets/mapping/components/versions-drawer.tsx')).VersionsDrawer }))

/** Which table or file is looked at, and whether versions are, takes nothing of what is edited away. */
const sameMapping = (a: URL, b: URL): boolean =>
  a.pathname === b.pathname && ['environment', 'version'].every((name) => a.searchParams.get(name) === b.searchParams.get(name))

type Props = {
  /** What is shown: the latest version, or an older one, which can only be looked at. */
  stored: StoredMapping
  latest: StoredMapping
  header: { title: string; lead: string; crumbs: { href: string; label: string }[] }
  url: MappingUrl
  go: GoInMapping
}

/** The mapping of one environment being edited, with what becomes of a file by it. */
export function MappingEditor({ stored, latest, header, url, go }: Props) {
  const t = useTranslations('datasheets.mapping')
  const may = useMay()
  const { id, name } = stored.environment
  const old = stored.version !== latest.version
  const edits = may('datasheets.mapping') && !old
  const { base, mapping, dirty, change, discard } = useMappingDraft(stored)
  const schema = useQuery(gameSchemaQuery(id))
  const issues = useIssues(mapping, schema.data?.tables)
  const [tried, setTried] = useState(false)
  const giveUp = () => {
    discard()
    setTried(false)
    save.reset()
  }
  const save = useSaveMapping(id, giveUp)
  const restore = useSaveMapping(id, () => void go({ version: null }))
  const { files, upload } = useFiles(url.upload)
  const names = schema.data?.tables.map((table) => table.name) ?? []
  useLeaveQuestion(dirty, sameMapping)
  const submit = () => {
    setTried(true)
    if (!hasErrors(issues)) save.mutate({ version: base.version, mapping })
  }
  return (
    <Issues value={issues}>
      <PageHeader {...header} tag={<Tag tone={old ? 'amber' : 'grey'}>{base.version === 0 ? t('unsaved') : t('versionTag', { version: base.version })}</Tag>}>
        <EnvironmentField value={id} onChange={(environment) => leave(() => void go({ environment, version: null, table: null }))} />
        <TransferButtons mapping={mapping} environment={name} version={base.version} onImport={edits ? change : undefined} />
        <Button variant="default" leftSection={<IconHistory size={16} aria-hidden />} onClick={() => void go({ versions: true }, { history: 'push' })}>
          {t('versions.open')}
        </Button>
        {edits && (
          <Button
            leftSection={<IconDeviceFloppy size={16} aria-hidden />}
            loading={save.isPending}
            onClick={submit}
            disabled={!dirty}
            title={dirty ? undefined : t('nothingToSave')}
          >
            {t('save')}
          </Button>
        )}
      </PageHeader>
      <div className={classes.stack}>
        {dirty && (
          <Note
            tone="blue"
            title={t('dirty')}
            role="status"
            action={
              <Button size="xs" variant="default" onClick={giveUp}>
                {t('discard')}
              </Button>
            }
          />
        )}
        {dirty && base.version !== stored.version && (
          <Note tone="amber" title={t('overtaken.title', { version: stored.version, author: stored.author ?? t('versions.nobody') })} role="status">
            {t('overtaken.text', { version: base.version })}
          </Note>
        )}
        {old && (
          <Note
            tone="amber"
            title={t('versions.old', { version: stored.version })}
            action={
              <div className={classes.row}>
                {may('datasheets.mapping') && (
                  <Button size="xs" loading={restore.isPending} onClick={() => restore.mutate({ version: latest.version, mapping: stored.mapping })}>
                    {t('versions.restore')}
                  </Button>
                )}
                <Button size="xs" variant="default" onClick={() => void go({ version: null })}>
                  {t('versions.latest')}
                </Button>
              </div>
            }
          >
            {stored.author} {stored.createdAt && <When at={stored.createdAt} />}
          </Note>
        )}
        {!may('datasheets.mapping') && <Note tone="grey" title={t('readOnly', { permission: 'datasheets.mapping' })} />}
        {(save.error ?? restore.error) && <ProblemNote error={save.error ?? restore.error} />}
        {tried && hasErrors(issues) && <IssueSummary issues={issues} mapping={mapping} onGo={(table) => void go({ table })} />}
        {schema.error && !schema.data && <ProblemNote error={schema.error} onRetry={() => schema.refetch()} />}
      </div>
      <div className={classes.layout} style={{ marginTop: 12 }}>
        <TableList names={names} mapping={mapping} chosen={url.table} onChoose={(table) => void go({ table })} />
        <fieldset className={classes.fields} disabled={!edits}>
          <Editing
            key={base.version}
            mapping={mapping}
            tables={schema.data?.tables}
            chosen={url.table}
            onChange={change}
            knownSheets={upload?.sheets.map(({ name: sheet }) => sheet) ?? []}
          />
        </fieldset>
        <TryPanel
          environment={id}
          mapping={mapping}
          tables={names}
          files={files}
          upload={upload}
          sheet={url.sheet}
          onChoose={(choice) => void go(choice)}
          onMapping={edits ? change : undefined}
        />
      </div>
      <WhenOpened opened={url.versions}>
        {(opened) => (
          <VersionsDrawer
            environment={id}
            opened={opened}
            onClose={() => void go({ versions: null })}
            onView={(version) => leave(() => void go({ versions: null, version }, { history: 'push' }))}
          />
        )}
      </WhenOpened>
    </Issues>
  )
}

type EditingProps = {
  mapping: Mapping
  tables: Parameters<typeof TableEditor>[0]['tables'] | undefined
  chosen: string | null
  onChange: (mapping: Mapping) => void
  knownSheets: readonly string[]
}

function Editing({ mapping, tables, chosen, onChange, knownSheets }: EditingProps) {
  const t = useTranslations('datasheets.mapping')
  const def = tables?.find(({ name }) => name === chosen)
  const path = `tables.${placeOf(mapping, chosen ?? '')}`
  if (chosen === null)
    return (
      <Panel title={t('general')}>
        <div className={classes.stack}>
          <Text size="sm">{t('generalText')}</Text>
          <TagsInput
            size="xs"
            label={t('ignoreSheets')}
            description={t('ignoreSheetsHelp')}
            data={[...knownSheets]}
            value={mapping.ignoreSheets}
            onChange={(ignoreSheets) => onChange({ ...mapping, ignoreSheets })}
            acceptValueOnBlur
          />
        </div>
      </Panel>
    )
  if (def && tables)
    return (
      <TableEditor
        key={chosen}
        table={tableOf(mapping, chosen)}
        def={def}
        tables={tables}
        knownSheets={knownSheets}
        path={path}
        onChange={(table) => onChange(withTable(mapping, chosen, () => table))}
      />
    )
  if (!tables) return null
  return (
    <Panel title={chosen}>
      <div className={classes.stack}>
        <PlaceIssues path={path} />
        <Text size="sm">{t('tableGone')}</Text>
        <Button
          size="xs"
          w="max-content"
          variant="default"
          onClick={() => onChange({ ...mapping, tables: mapping.tables.filter(({ table }) => table !== chosen) })}
        >
          {t('tableForget')}
        </Button>
      </div>
    </Panel>
  )
}
