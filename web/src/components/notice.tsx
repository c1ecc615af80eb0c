// SPDX-License-Identifier: Apache-2.0
import { Flex, Typography } from 'antd'
import type { ReactNode } from 'react'

interface Props {
  icon: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
}

// In place of what cannot be shown.
export function Notice({ icon, title, children, action }: Props) {
  return (
    <Flex vertical align="center" gap="small" className="notice" role="alert">
      <span className="notice-icon" aria-hidden>
        {icon}
      </span>
      <Typography.Title level={2} className="notice-title">
        {title}
      </Typography.Title>
      <div className="notice-text">{children}</div>
      {action}
    </Flex>
  )
}
