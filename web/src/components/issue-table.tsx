// SPDX-License-Identifier: Apache-2.0
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Flex, Table } from 'antd'
import type { IssueRow } from '../api/types'
import { useText } from '../i18n'
import { saveText, toCsv } from '../lib/download'

// What is wrong in a workbook, cell by cell, to be read beside it.
export function IssueTable({ issues, fileName }: { issues: readonly IssueRow[]; fileName: string }) {
  const t = useText()
  const heads = [t('import.sheet'), t('import.cell'), t('issues.message'), t('issues.hint')]
  return (
    <Table
      size="small"
      className="block"
      title={() => (
        <Flex justify="space-between" align="center">
          <strong>{t('import.issues')}</strong>
          <Button
            size="small"
            icon={<DownloadOutlined />}
            onClick={() =>
              saveText(
                `${fileName}-${t('import.issues')}.csv`,
                toCsv([
                  heads,
                  ...issues.map((row) => [row.sheet, row.cell, row.message, row.hint]),
                ]),
              )
            }
          >
            CSV
          </Button>
        </Flex>
      )}
      rowKey={(row) => `${row.sheet}!${row.cell}:${row.message}`}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      dataSource={issues}
      columns={[
        { title: heads[0], dataIndex: 'sheet' },
        { title: heads[1], dataIndex: 'cell' },
        { title: heads[2], dataIndex: 'message', className: 'text-cell' },
        { title: heads[3], dataIndex: 'hint', className: 'text-cell' },
      ]}
    />
  )
}
