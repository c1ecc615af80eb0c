// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Descriptions, Form, Input, InputNumber, Modal, Select, Steps } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Assessment } from '../../api/types'
import { ErrorAlert } from '../../components/error-panel'
import { useText } from '../../i18n'
import { api } from '../../lib/api-client'
import { publishedVersionsQuery } from './create-assessment'
import { useRegulationOf } from './use-regulation-of'

// Next year's assessment from this one: regulation and year, a look at what comes along, done.
export function RollOver({
  assessment,
  onClose,
}: {
  assessment: Assessment
  onClose: () => void
}) {
  const t = useText()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [step, setStep] = useState(0)
  const [year, setYear] = useState<number | null>(assessment.year + 1)
  const [title, setTitle] = useState(
    assessment.title.replace(String(assessment.year), String(assessment.year + 1)),
  )
  const [versionId, setVersionId] = useState(assessment.regulation.version_id)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const regulationId = useRegulationOf(assessment.regulation.version_id)
  const regulation = useQuery(publishedVersionsQuery(regulationId))
  const versions = (regulation.data?.versions ?? []).filter((row) => row.state === 'published')
  const labelOf = (id: string) =>
    versions.find((row) => row.id === id)?.label ?? assessment.regulation.label
  const isReady = year !== null && title.trim() !== ''

  async function create() {
    setSending(true)
    setError(null)
    try {
      const made = await api.create<Assessment>(
        `/assessments/${assessment.id}/roll-over`,
        { year, title: title.trim(), version_id: versionId },
      )
      await queryClient.invalidateQueries({ queryKey: ['assessments'] })
      onClose()
      void navigate(`/assessments/${made.id}`)
    } catch (problem) {
      setError(problem)
    } finally {
      setSending(false)
    }
  }

  return (
    <Modal
      open
      width={640}
      title={t('assessment.rollOver')}
      okText={t(step === 0 ? 'rollOver.next' : 'rollOver.create')}
      okButtonProps={{ disabled: !isReady }}
      cancelText={t(step === 0 ? 'common.cancel' : 'rollOver.previous')}
      confirmLoading={isSending}
      onOk={() => (step === 0 ? setStep(1) : void create())}
      onCancel={(event) => {
        // The cross closes, the button goes a step back.
        const isButton = (event.target as HTMLElement).closest('.ant-modal-footer') !== null
        if (step === 1 && isButton) setStep(0)
        else onClose()
      }}
    >
      <Steps
        size="small"
        className="block"
        current={step}
        items={[{ title: t('rollOver.choose') }, { title: t('rollOver.check') }]}
      />
      <ErrorAlert error={error} />
      {step === 0 ? (
        <Form layout="vertical">
          <Form.Item label={t('assessments.year')} required htmlFor="roll-year">
            <InputNumber
              id="roll-year"
              min={1990}
              max={2200}
              precision={0}
              value={year}
              onChange={setYear}
            />
          </Form.Item>
          <Form.Item label={t('assessments.name')} required htmlFor="roll-title">
            <Input
              id="roll-title"
              maxLength={100}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Form.Item>
          <Form.Item
            label={t('assessments.version')}
            htmlFor="roll-version"
            extra={t('rollOver.versionHint')}
          >
            <Select
              id="roll-version"
              value={versionId}
              onChange={setVersionId}
              loading={regulation.isLoading}
              options={(versions.length > 0
                ? versions
                : [{ id: versionId, label: assessment.regulation.label }]
              ).map((row) => ({ value: row.id, label: row.label }))}
            />
          </Form.Item>
        </Form>
      ) : (
        <>
          <Descriptions size="small" column={1} className="block">
            <Descriptions.Item label={t('assessments.name')}>{title}</Descriptions.Item>
            <Descriptions.Item label={t('assessments.year')}>{year}</Descriptions.Item>
            <Descriptions.Item label={t('assessments.regulation')}>
              {assessment.regulation.title} {labelOf(versionId)}
            </Descriptions.Item>
            {assessment.kinds
              .filter((row) => !row.is_record)
              .map((row) => (
                <Descriptions.Item key={row.kind} label={row.kind}>
                  {t('rollOver.rows', { count: row.count })}
                </Descriptions.Item>
              ))}
          </Descriptions>
          <Alert type="info" showIcon title={t('rollOver.hint')} />
        </>
      )}
    </Modal>
  )
}
