// SPDX-License-Identifier: Apache-2.0
import { Guard } from '../../components/guard'
import { Page } from '../../components/page'
import { useText } from '../../i18n'
import { SheetList } from './sheet-list'
import './targets.css'

// The sheets of all assessments that the user has a part in.
export function TargetSheetsPage() {
  const t = useText()
  return (
    <Guard act="view_assessments">
      <Page title={t('nav.targets')}>
        <SheetList />
      </Page>
    </Guard>
  )
}
