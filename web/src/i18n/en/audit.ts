// SPDX-License-Identifier: Apache-2.0
import type { audit as source } from '../zh-CN/audit'

export const audit: Record<keyof typeof source, string> = {
  'audit.seq': 'No.',
  'audit.at': 'At',
  'audit.actor': 'Actor',
  'audit.act': 'Act',
  'audit.subject': 'Subject',
  'audit.detail': 'Detail',
  'audit.detailTitle': 'Audit record {seq}',
  'audit.hash': 'Hash',
  'audit.system': 'System',
  'audit.none': 'No such records',
  'audit.verify': 'Verify',
  'audit.verifyHint': 'Checks the chain of hashes for records changed, removed or reordered.',
  'audit.whole': 'The log is whole: {count} records, none changed, removed or reordered.',
  'audit.broken': 'The log is not whole; {count} records were checked.',
  'audit.head': 'Last record {seq}, hash',
  'audit.finding': 'Record {seq}:',
}
