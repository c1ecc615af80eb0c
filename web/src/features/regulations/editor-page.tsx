// SPDX-License-Identifier: Apache-2.0
import {
  DeleteOutlined,
  FileAddOutlined,
  FileTextOutlined,
  FullscreenExitOutlined,
  FullscreenOutlined,
  SaveOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button, Empty, Flex, Input, Modal, Popconfirm, Select, Table, Tabs, Tag } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useParams } from 'react-router'
import type { Check, FileText, IssueRow, TreeRow, Version } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { Guard } from '../../components/guard'
import { LeaveGuard } from '../../components/leave-guard'
import { Loaded } from '../../components/loaded'
import { Page } from '../../components/page'
import { pagesOf } from '../../components/paged'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { CodeEditor, type EditorHandle } from './code-editor'
import { IndicatorTables } from './indicator-table'
import { PublishDialog } from './publish-dialog'
import { readFile, versionQuery } from './queries'
import { TextConflictDialog } from './text-conflict-dialog'
import { isDirty, useDraft } from './use-draft'
import { CasesTag, CoverageText } from './version-tags'

const checkDelay = 500

// The text of the regulation: one file, or a folder of chapters.
const isText = (path: string) => /^regulation(\.md|\/.*\.md)$/.test(path)

export function EditorPage() {
  const t = useText()
  const { id } = useParams()
  const version = useQuery({ ...versionQuery(id), refetchOnWindowFocus: false })
  const paths = version.data?.files.map((file) => file.path) ?? []
  // Read once: what is typed must not be overtaken by a reload.
  const files = useQuery({
    queryKey: ['versions', id, 'texts'],
    queryFn: ({ signal }) => Promise.all(paths.map((path) => readFile(id!, path, signal))),
    enabled: version.data !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  return (
    <Guard act="edit_regulations">
      <Loaded query={version}>
        {(data) =>
          data.state !== 'draft' ? (
            <Page title={data.regulation.title} back={`/regulation-versions/${data.id}`}>
              <Empty description={t('editor.frozen')} />
            </Page>
          ) : (
            <Loaded query={files}>
              {(texts) => <Editor key={data.id} start={data} stored={texts} />}
            </Loaded>
          )
        }
      </Loaded>
    </Guard>
  )
}

// Asks the server what it thinks of the texts as typed, a moment after the last key.
function useCheck(versionId: string, changed: Record<string, string>) {
  const [check, setCheck] = useState<Check | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isChecking, setChecking] = useState(false)
  const key = JSON.stringify(changed)
  useEffect(() => {
    const abort = new AbortController()
    const timer = setTimeout(
      () => {
        setChecking(true)
        api
          .post<Check>(
            `/regulation-versions/${versionId}/check`,
            { files: JSON.parse(key) as Record<string, string> },
            abort.signal,
          )
          .then((next) => {
            setCheck(next)
            setError(null)
            setChecking(false)
          })
          .catch((problem: unknown) => {
            if (abort.signal.aborted) return
            setError(problem)
            setChecking(false)
          })
      },
      checkDelay,
    )
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [versionId, key])
  return { check, error, isChecking }
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function Editor({ start, stored }: { start: Version; stored: FileText[] }) {
  const t = useText()
  const draft = useDraft(start, stored)
  const { files, version } = draft
  const [path, setPath] = useState(
    () => (files.find((file) => isText(file.path)) ?? files[0])?.path ?? '',
  )
  const [isPanelTall, setPanelTall] = useState(false)
  const [isAdding, setAdding] = useState(false)
  const [isPublishing, setPublishing] = useState(false)
  const editor = useRef<EditorHandle>(null)
  const pendingJump = useRef<{ line: number; column: number } | null>(null)
  const dirty = files.filter(isDirty)
  const phrases = {
    Find: t('search.find'),
    Replace: t('search.replace'),
    next: t('search.next'),
    previous: t('search.previous'),
    all: t('search.all'),
    'match case': t('search.matchCase'),
    'by word': t('search.byWord'),
    regexp: t('search.regexp'),
    replace: t('search.replace'),
    'replace all': t('search.replaceAll'),
    close: t('search.close'),
    'current match': t('search.current'),
    'on line': t('search.onLine'),
    'replaced $ matches': t('search.replaced'),
    'No diagnostics': t('issues.noneFound'),
  }
  const { check, error, isChecking } = useCheck(
    version.id,
    Object.fromEntries(dirty.map((file) => [file.path, file.text])),
  )
  const issues = check?.issues ?? []
  const current = files.find((file) => file.path === path)

  // Jumps once the other file is on the screen.
  useEffect(() => {
    const jump = pendingJump.current
    pendingJump.current = null
    if (jump) editor.current?.jump(jump.line, jump.column)
  })

  function jumpTo(file: string, line: number, column = 1) {
    const target = files.find((row) => row.path === file || file.endsWith('/' + row.path))
    if (!target) return
    setPanelTall(false)
    if (target.path === path) editor.current?.jump(line, column)
    else {
      pendingJump.current = { line, column }
      setPath(target.path)
    }
  }

  function jumpToFigure(row: TreeRow) {
    const pattern = new RegExp(`^\\s*\\S+\\s+「?${escape(row.name)}」?(?:\\s|$|[=:：,，])`)
    for (const file of files.filter((item) => isText(item.path))) {
      const index = file.text.split('\n').findIndex((line) => pattern.test(line))
      if (index >= 0) return jumpTo(file.path, index + 1)
    }
  }

  const countOf = (file: string) =>
    issues.filter((issue) => issue.file === file && issue.severity === 'error').length

  return (
    <div className={`editor-page ${isPanelTall ? 'panel-tall' : ''}`}>
      <Page
        title={version.regulation.title}
        subtitle={
          <Flex gap={6} align="center" wrap>
            <span>{version.label}</span>
            <Tag color="blue">{t('version.draft')}</Tag>
            <span className="muted" role="status">
              {dirty.length > 0 ? t('editor.unsaved', { count: dirty.length }) : t('editor.saved')}
            </span>
          </Flex>
        }
        back={`/regulation-versions/${version.id}`}
        extra={
          <>
            <Button
              type="primary"
              icon={<SaveOutlined />}
              disabled={dirty.length === 0}
              loading={draft.isSaving}
              onClick={() => void draft.save()}
            >
              {t('common.save')}
            </Button>
            <Button disabled={dirty.length > 0} onClick={() => setPublishing(true)}>
              {t('version.publish')}
            </Button>
          </>
        }
      >
        <ErrorAlert error={draft.error} />
        <div className="editor-body">
          <nav className="file-list" aria-label={t('editor.files')}>
            <ul>
              {files.map((file) => (
                <li key={file.path} className={file.path === path ? 'current' : undefined}>
                  <button
                    type="button"
                    aria-current={file.path === path}
                    onClick={() => setPath(file.path)}
                    title={file.path}
                  >
                    <FileTextOutlined aria-hidden /> {file.path}
                    {isDirty(file) && <span className="dirty"> ●</span>}
                  </button>
                  <Badge size="small" count={countOf(file.path)} />
                </li>
              ))}
            </ul>
            <Flex gap={4} className="file-actions">
              <Button size="small" icon={<FileAddOutlined />} onClick={() => setAdding(true)}>
                {t('editor.addFile')}
              </Button>
              {current && !path.endsWith('regulation.md') && (
                <Popconfirm
                  title={t('editor.deleteSure', { path })}
                  onConfirm={() => {
                    void draft.remove(path)
                    setPath(files.find((file) => file.path !== path)?.path ?? '')
                  }}
                >
                  <Button
                    size="small"
                    danger
                    icon={<DeleteOutlined />}
                    aria-label={t('editor.deleteFile')}
                  />
                </Popconfirm>
              )}
            </Flex>
          </nav>
          <Select
            className="file-select"
            aria-label={t('editor.files')}
            value={path}
            onChange={setPath}
            options={files.map((file) => ({
              value: file.path,
              label: file.path + (isDirty(file) ? ' ●' : ''),
            }))}
          />
          <div className="editor-main">
            {current && (
              <CodeEditor
                ref={editor}
                path={current.path}
                text={current.text}
                label={current.path}
                phrases={phrases}
                issues={issues.filter((issue) => issue.file === current.path)}
                onChange={(text) => draft.change(current.path, text)}
                onSave={() => void draft.save()}
              />
            )}
          </div>
        </div>
        <div className="editor-panel">
          <ErrorAlert error={error} />
          <Panel
            check={check}
            isChecking={isChecking}
            isTall={isPanelTall}
            onTall={() => setPanelTall(!isPanelTall)}
            onJump={jumpTo}
            onJumpToFigure={jumpToFigure}
          />
        </div>
      </Page>
      <LeaveGuard isDirty={dirty.length > 0} />
      {draft.conflict && (
        <TextConflictDialog
          conflict={draft.conflict}
          onTake={draft.takeMerged}
          onCancel={draft.giveUp}
        />
      )}
      {isAdding && (
        <AddFile
          taken={files.map((file) => file.path)}
          onClose={() => setAdding(false)}
          onAdd={(name) => {
            draft.add(name, starterOf(name))
            setPath(name)
            setAdding(false)
          }}
        />
      )}
      {isPublishing && (
        <PublishDialog version={version} onClose={() => setPublishing(false)} />
      )}
    </div>
  )
}

// What a new file begins with; both kinds are small enough to learn from.
function starterOf(path: string): string {
  if (path.startsWith('cases/')) {
    return 'case: \norigin: office\nbasis: []\ngiven: {}\nexpect: {}\n'
  }
  if (path.startsWith('params/')) return 'name: \nbasis: \nvalues:\n  2026-01-01: {value: "0"}\n'
  return ''
}

function AddFile({
  taken,
  onAdd,
  onClose,
}: {
  taken: string[]
  onAdd: (path: string) => void
  onClose: () => void
}) {
  const t = useText()
  const [folder, setFolder] = useState('cases/')
  const [name, setName] = useState('')
  const path = folder + name + (folder === 'regulation/' ? '.md' : '.yaml')
  const isGood = /^[a-z0-9][a-z0-9-]*$/.test(name) && !taken.includes(path)
  return (
    <Modal
      open
      title={t('editor.addFile')}
      okText={t('common.create')}
      okButtonProps={{ disabled: !isGood }}
      onOk={() => onAdd(path)}
      onCancel={onClose}
    >
      <Flex gap="small" vertical>
        <Select
          aria-label={t('editor.folder')}
          value={folder}
          onChange={setFolder}
          options={[
            { value: 'cases/', label: t('editor.folderCases') },
            { value: 'params/', label: t('editor.folderParams') },
            { value: 'regulation/', label: t('editor.folderText') },
          ]}
        />
        <Input
          autoFocus
          aria-label={t('editor.fileName')}
          placeholder="08-ranking-and-ties"
          value={name}
          status={name !== '' && !isGood ? 'error' : undefined}
          onChange={(event) => setName(event.target.value.trim())}
          onPressEnter={() => isGood && onAdd(path)}
        />
        <span className="muted">{t('editor.fileNameHint')}</span>
      </Flex>
    </Modal>
  )
}

interface PanelProps {
  check: Check | null
  isChecking: boolean
  isTall: boolean
  onTall: () => void
  onJump: (file: string, line: number, column?: number) => void
  onJumpToFigure: (row: TreeRow) => void
}

function Panel({ check, isChecking, isTall, onTall, onJump, onJumpToFigure }: PanelProps) {
  const t = useText()
  if (!check) return <span className="muted">{t('editor.checking')}</span>
  const errors = check.issues.filter((issue) => issue.severity === 'error').length
  const unbalanced = check.totals.filter((total) => !total.is_balanced).length
  return (
    <Tabs
      size="small"
      tabBarExtraContent={
        <Flex gap="small" align="center">
          <span className="muted" role="status">
            {t(isChecking ? 'editor.checking' : 'editor.checked')}
          </span>
          <Button
            size="small"
            type="text"
            icon={isTall ? <FullscreenExitOutlined /> : <FullscreenOutlined />}
            aria-label={t(isTall ? 'editor.panelSmall' : 'editor.panelTall')}
            onClick={onTall}
          />
        </Flex>
      }
      items={[
        {
          key: 'issues',
          label: (
            <>
              {t('issues.title')} <Badge size="small" count={errors} />
              {errors === 0 && <span className="muted">{check.issues.length}</span>}
            </>
          ),
          children: <IssueList issues={check.issues} onJump={onJump} />,
        },
        {
          key: 'tree',
          label: (
            <>
              {t('tree.title')} <Badge size="small" count={unbalanced} />
            </>
          ),
          children: (
            <IndicatorTables tree={check.tree} totals={check.totals} onJump={onJumpToFigure} />
          ),
        },
        {
          key: 'cases',
          label: (
            <>
              {t('cases.title')} <Badge size="small" count={check.cases.failed} />
            </>
          ),
          children: (
            <>
              <Flex gap="small" align="center" className="block">
                <CasesTag cases={check.cases} />
                <CoverageText coverage={check.coverage} />
              </Flex>
              <ul className="case-list">
                {check.cases.failures.map((failure, index) => (
                  <li key={index}>
                    <Button
                      type="link"
                      size="small"
                      className="cell-link"
                      onClick={() => onJump(failure.file, failure.line)}
                    >
                      {failure.title}
                    </Button>
                    <div className="bad">{failure.message}</div>
                  </li>
                ))}
              </ul>
            </>
          ),
        },
      ]}
    />
  )
}

function IssueList({
  issues,
  onJump,
}: {
  issues: IssueRow[]
  onJump: (file: string, line: number, column?: number) => void
}) {
  const t = useText()
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.file}:${row.line}:${row.column}:${row.code}:${row.message}`}
      pagination={pagesOf(t, 50)}
      dataSource={issues}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: t('issues.noneFound') }}
      columns={[
        {
          title: t('issues.severity'),
          render: (_, row) => (
            <Tag color={row.severity === 'error' ? 'red' : 'gold'}>
              {t(row.severity === 'error' ? 'issues.error' : 'issues.warning')}
            </Tag>
          ),
        },
        {
          title: t('issues.place'),
          render: (_, row) => (
            <Button
              type="link"
              size="small"
              className="cell-link"
              onClick={() => onJump(row.file, row.line, row.column)}
            >
              {row.file}:{row.line}
            </Button>
          ),
        },
        { title: t('diff.article'), dataIndex: 'article' },
        {
          title: t('issues.message'),
          className: 'text-cell',
          render: (_, row) => (
            <>
              {row.message}
              {row.hint && <div className="muted">{row.hint}</div>}
            </>
          ),
        },
      ]}
    />
  )
}
