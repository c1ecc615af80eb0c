// SPDX-License-Identifier: Apache-2.0
// A search field; its button has a name too.
import { SearchOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import type { ComponentProps } from 'react'
import { useText } from '../i18n'

type Props = Omit<ComponentProps<typeof Input.Search>, 'enterButton' | 'aria-label'> & {
  placeholder: string
}

export function SearchEntry(props: Props) {
  const t = useText()
  return (
    <Input.Search
      {...props}
      aria-label={props.placeholder}
      enterButton={<Button icon={<SearchOutlined />} aria-label={t('common.search')} />}
    />
  )
}
