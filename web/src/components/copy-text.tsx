// SPDX-License-Identifier: Apache-2.0
import { CopyOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useText } from '../i18n'
import { copyText } from '../lib/download'

// A text with a button that copies it.
export function CopyText({ text }: { text: string }) {
  const t = useText()
  const { message } = App.useApp()
  async function copy() {
    if (await copyText(text)) void message.success(t('common.copied'))
    else void message.warning(t('common.notCopied'))
  }
  return (
    <span className="copy-text">
      <code>{text}</code>
      <Button size="small" icon={<CopyOutlined />} onClick={() => void copy()}>
        {t('common.copy')}
      </Button>
    </span>
  )
}
