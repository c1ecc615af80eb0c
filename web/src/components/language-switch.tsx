// SPDX-License-Identifier: Apache-2.0
import { TranslationOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { switchLanguage, useLanguage } from '../i18n'

export function LanguageSwitch() {
  const language = useLanguage()
  // Each language is named in itself, for those who cannot read the other.
  return (
    <Button
      type="text"
      icon={<TranslationOutlined />}
      lang={language === 'en' ? 'zh-CN' : 'en'}
      onClick={() => void switchLanguage(language === 'en' ? 'zh-CN' : 'en')}
    >
      {language === 'en' ? '中文' : 'English'}
    </Button>
  )
}
