// SPDX-License-Identifier: Apache-2.0
import { Table } from 'antd'
import type { DocumentChange } from '../../api/types'
import { useText } from '../../i18n'

// What a document says that the record no longer does, place by place.
export function ChangesTable({ changes }: { changes: readonly DocumentChange[] }) {
  const t = useText()
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.place} ${row.object} ${row.expression} ${row.before}`}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      dataSource={changes}
      columns={[
        { title: t('document.place'), dataIndex: 'place' },
        { title: t('document.of'), dataIndex: 'object', className: 'text-cell narrow' },
        { title: t('document.figure'), dataIndex: 'expression', className: 'text-cell narrow' },
        {
          title: t('document.before'),
          className: 'text-cell narrow',
          render: (_, row) => <del>{row.before}</del>,
        },
        {
          title: t('document.after'),
          className: 'text-cell narrow',
          render: (_, row) => <strong>{row.after}</strong>,
        },
      ]}
    />
  )
}
