// SPDX-License-Identifier: Apache-2.0
import { Table } from 'antd'
import type { DocumentChange } from '../../api/types'
import { pagesOf } from '../../components/paged'
import { useText } from '../../i18n'

// What a document says that the record no longer does, place by place.
export function ChangesTable({ changes }: { changes: readonly DocumentChange[] }) {
  const t = useText()
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.place} ${row.object} ${row.expression} ${row.before}`}
      pagination={pagesOf(t, 20)}
      tableLayout="fixed"
      scroll={{ x: 640 }}
      dataSource={changes}
      columns={[
        { title: t('document.place'), dataIndex: 'place', width: 120 },
        { title: t('document.of'), dataIndex: 'object', width: 130 },
        { title: t('document.figure'), dataIndex: 'expression', width: 120 },
        {
          title: t('document.before'),
          render: (_, row) => <del>{row.before}</del>,
        },
        {
          title: t('document.after'),
          render: (_, row) => <strong>{row.after}</strong>,
        },
      ]}
    />
  )
}
