// SPDX-License-Identifier: Apache-2.0
import { ArrowLeftOutlined } from '@ant-design/icons'
import { Button, Flex, Typography } from 'antd'
import { useEffect, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useText } from '../i18n'

interface Props {
  title: string
  subtitle?: ReactNode
  extra?: ReactNode
  back?: string
  children: ReactNode
}

// The frame of a page: its title, what can be done, and a way back.
export function Page({ title, subtitle, extra, back, children }: Props) {
  const t = useText()
  const navigate = useNavigate()
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  })
  return (
    <div className="page">
      <Flex className="page-head" justify="space-between" align="center" gap="small" wrap>
        <Flex align="center" gap="small" className="page-title">
          <Flex align="center" gap="small" className="page-name">
            {back && (
              <Button
                type="text"
                icon={<ArrowLeftOutlined />}
                aria-label={t('common.back')}
                onClick={() => void navigate(back)}
              />
            )}
            <Typography.Title level={1}>{title}</Typography.Title>
          </Flex>
          {subtitle}
        </Flex>
        {extra && (
          <Flex gap="small" wrap>
            {extra}
          </Flex>
        )}
      </Flex>
      {children}
    </div>
  )
}
