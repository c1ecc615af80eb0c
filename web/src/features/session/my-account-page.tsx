// SPDX-License-Identifier: Apache-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Card, Col, Flex, Form, Input, Popconfirm, Row, Table, Tag } from 'antd'
import { useState } from 'react'
import type { Device, Me, Paged } from '../../api/types'
import { CopyText } from '../../components/copy-text'
import { ErrorAlert, messageOf } from '../../components/error-panel'
import { Loaded } from '../../components/loaded'
import { useMe } from '../../components/me'
import { Page } from '../../components/page'
import { QrCode } from '../../components/qr-code'
import { useText } from '../../i18n'
import { api, setCsrfToken } from '../../lib/api-client'
import { clientName } from '../../lib/client-name'
import { showInstant } from '../../lib/date'
import { ChangePassword } from './change-password'

export function MyAccountPage() {
  const t = useText()
  const me = useMe()
  const { message } = App.useApp()
  const queryClient = useQueryClient()

  function enter(next: Me) {
    setCsrfToken(next.csrf_token)
    queryClient.setQueryData(['session'], next)
    void queryClient.invalidateQueries({ queryKey: ['devices'] })
  }

  return (
    <Page title={t('nav.me')} subtitle={<span className="muted">{me.account.login}</span>}>
      <Row gutter={[12, 12]}>
        <Col xs={24} lg={14}>
          <Devices />
        </Col>
        <Col xs={24} lg={10}>
          <Card size="small" title={t('me.password')} className="block">
            <ChangePassword
              me={me}
              onDone={(next) => {
                enter(next)
                void message.success(t('me.passwordChanged'))
              }}
            />
          </Card>
          <Card
            size="small"
            title={t('me.totp')}
            extra={
              <Tag color={me.totp_enabled ? 'green' : undefined}>
                {t(me.totp_enabled ? 'me.totpOn' : 'me.totpOff')}
              </Tag>
            }
          >
            {me.totp_enabled ? <StopTotp onDone={enter} /> : <StartTotp onDone={enter} />}
          </Card>
        </Col>
      </Row>
    </Page>
  )
}

function Devices() {
  const t = useText()
  const { message } = App.useApp()
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => api.get<Paged<Device>>('/session/devices', {}, signal),
  })

  async function end(id: string) {
    try {
      await api.remove(`/session/devices/${id}`)
      await devices.refetch()
    } catch (error) {
      void message.error(messageOf(error, t))
    }
  }

  return (
    <Card size="small" title={t('me.devices')}>
      <Loaded query={devices}>
        {(data) => (
          <Table
            size="small"
            rowKey="id"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={data.items}
            columns={[
              {
                title: t('me.client'),
                render: (_, device) => (
                  <Flex gap="small" align="center" wrap>
                    <span className="client-text" title={device.client}>
                      {clientName(device.client)}
                    </span>
                    {device.is_current && <Tag color="blue">{t('me.thisDevice')}</Tag>}
                  </Flex>
                ),
              },
              { title: t('me.signedInAt'), render: (_, row) => showInstant(row.created_at) },
              { title: t('me.lastSeenAt'), render: (_, row) => showInstant(row.last_seen_at) },
              {
                title: t('common.actions'),
                render: (_, device) =>
                  !device.is_current && (
                    <Popconfirm
                      title={t('me.endSessionSure')}
                      onConfirm={() => void end(device.id)}
                    >
                      <Button size="small" danger>
                        {t('me.endSession')}
                      </Button>
                    </Popconfirm>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}

function StartTotp({ onDone }: { onDone: (me: Me) => void }) {
  const t = useText()
  const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null)
  const [error, setError] = useState<unknown>(null)

  async function attempt(action: () => Promise<void>) {
    setError(null)
    try {
      await action()
    } catch (problem) {
      setError(problem)
    }
  }

  if (!secret) {
    return (
      <>
        <ErrorAlert error={error} />
        <p className="muted">{t('me.totpText')}</p>
        <Button
          onClick={() => void attempt(async () => setSecret(await api.post('/session/totp')))}
        >
          {t('me.totpStart')}
        </Button>
      </>
    )
  }
  return (
    <>
      <ErrorAlert error={error} />
      <p>{t('me.totpScan')}</p>
      <QrCode text={secret.uri} label={t('me.totpQr')} />
      <p>
        {t('me.totpSecret')} <CopyText text={secret.secret} />
      </p>
      <Form
        layout="inline"
        onFinish={({ code }: { code: string }) =>
          void attempt(async () => onDone(await api.put<Me>('/session/totp', { code })))
        }
      >
        <Form.Item
          name="code"
          label={t('signIn.code')}
          rules={[{ required: true, pattern: /^\d{6}$/, message: t('signIn.codeNeeded') }]}
        >
          <Input inputMode="numeric" maxLength={6} autoComplete="one-time-code" />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('me.totpConfirm')}
        </Button>
      </Form>
    </>
  )
}

function StopTotp({ onDone }: { onDone: (me: Me) => void }) {
  const t = useText()
  const [error, setError] = useState<unknown>(null)

  async function stop(password: string) {
    setError(null)
    try {
      onDone(await api.remove<Me>('/session/totp', undefined, { password }))
    } catch (problem) {
      setError(problem)
    }
  }

  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ password }: { password: string }) => void stop(password)}
    >
      <ErrorAlert error={error} />
      <p className="muted">{t('me.totpStopText')}</p>
      <Form.Item
        name="password"
        label={t('signIn.password')}
        rules={[{ required: true, message: t('signIn.passwordNeeded') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button danger htmlType="submit">
        {t('me.totpStop')}
      </Button>
    </Form>
  )
}
