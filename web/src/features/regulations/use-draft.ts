// SPDX-License-Identifier: Apache-2.0
// The texts of a draft while they are edited: what is stored, what is typed, and saving both ways
// without losing either side's work.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileText, Version } from '../../api/types'
import { api, isConflict } from '../../lib/api-client'
import { filePath, readFile } from './queries'
import type { TextConflict } from './text-conflict-dialog'

export interface DraftFile {
  path: string
  // Stored: the text and its digest; null for a file that is not stored yet.
  base: string | null
  sha256: string
  text: string
}

export const isDirty = (file: DraftFile) => file.text !== file.base

export function useDraft(start: Version, stored: FileText[]) {
  const queryClient = useQueryClient()
  const [version, setVersion] = useState(start)
  const [files, setFiles] = useState<DraftFile[]>(() =>
    stored.map(({ path, text, sha256 }) => ({ path, base: text, sha256, text })),
  )
  const [conflict, setConflict] = useState<TextConflict | null>(null)
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const change = (path: string, text: string) =>
    setFiles((all) => all.map((file) => (file.path === path ? { ...file, text } : file)))

  function add(path: string, text: string) {
    setFiles((all) =>
      [...all, { path, base: null, sha256: '', text }].sort((a, b) => (a.path < b.path ? -1 : 1)),
    )
  }

  // Sends one file; when somebody else changed only other files it goes in on their version.
  // Returns the new version, or null when the same file was changed and the user has to decide.
  async function put(file: DraftFile, at: Version): Promise<Version | null> {
    try {
      return await api.put<Version>(filePath(at.id, file.path), {
        text: file.text,
        version: at.version,
      })
    } catch (problem) {
      if (!isConflict(problem)) throw problem
      const current = await api.get<Version>(`/regulation-versions/${at.id}`)
      const theirs = current.files.find((row) => row.path === file.path)
      if ((theirs?.sha256 ?? '') === file.sha256) return put(file, current)
      const text = theirs ? await readFile(at.id, file.path) : null
      setVersion(current)
      setFiles((all) =>
        all.map((row) =>
          row.path === file.path
            ? { ...row, base: text?.text ?? null, sha256: text?.sha256 ?? '' }
            : row,
        ),
      )
      setConflict({
        path: file.path,
        base: file.base ?? '',
        mine: file.text,
        theirs: text?.text ?? '',
      })
      return null
    }
  }

  // Returns whether everything is stored.
  async function save(): Promise<boolean> {
    setSaving(true)
    setError(null)
    let at = version
    try {
      for (const file of files.filter(isDirty)) {
        const next = await put(file, at)
        if (!next) return false
        at = next
        const sha256 = next.files.find((row) => row.path === file.path)?.sha256 ?? ''
        setFiles((all) =>
          all.map((row) => (row.path === file.path ? { ...row, base: file.text, sha256 } : row)),
        )
        setVersion(next)
      }
      queryClient.setQueryData(['versions', at.id], at)
      void queryClient.invalidateQueries({ queryKey: ['versions', at.id, 'reading'] })
      void queryClient.invalidateQueries({ queryKey: ['regulations'] })
      return true
    } catch (problem) {
      setError(problem)
      return false
    } finally {
      setSaving(false)
    }
  }

  async function remove(path: string) {
    setError(null)
    const file = files.find((row) => row.path === path)
    if (!file) return
    try {
      if (file.base !== null) {
        const next = await api.remove<Version | undefined>(filePath(version.id, path), {
          version: version.version,
        })
        setVersion(next ?? (await api.get<Version>(`/regulation-versions/${version.id}`)))
      }
      setFiles((all) => all.filter((row) => row.path !== path))
    } catch (problem) {
      setError(problem)
    }
  }

  function takeMerged(text: string) {
    if (conflict) change(conflict.path, text)
    setConflict(null)
  }

  return {
    version,
    files,
    change,
    add,
    remove,
    save,
    conflict,
    takeMerged,
    giveUp: () => setConflict(null),
    isSaving,
    error,
  }
}
