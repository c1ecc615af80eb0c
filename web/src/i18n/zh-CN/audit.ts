// SPDX-License-Identifier: Apache-2.0

export const audit = {
  'audit.seq': '序号',
  'audit.at': '时间',
  'audit.actor': '操作人',
  'audit.act': '操作',
  'audit.subject': '对象',
  'audit.detail': '详情',
  'audit.detailTitle': '审计记录 {seq}',
  'audit.hash': '指纹',
  'audit.system': '系统',
  'audit.none': '没有符合条件的记录',
  'audit.verify': '校验完整性',
  'audit.verifyHint': '逐条核对指纹链，检查是否有记录被改动、删除或调换次序。',
  'audit.whole': '日志完整：{count} 条记录未被改动、删除或调换次序。',
  'audit.broken': '日志不完整，已检查 {count} 条记录。',
  'audit.head': '最末记录 {seq}，指纹',
  'audit.finding': '第 {seq} 条：',
}
