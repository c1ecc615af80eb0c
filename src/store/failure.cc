// SPDX-License-Identifier: Apache-2.0
#include "store/failure.h"

namespace kaogong::store {

Error ErrorOf(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::kUnique:
      return {ErrorCode::kConflict, Say("已有相同的记录", "Such a record exists already")};
    case FailureKind::kForeignKey:
      return {ErrorCode::kConflict, Say("引用的记录不存在，或仍被其他记录引用",
                                        "A record referred to does not exist or is still in use")};
    case FailureKind::kNotNull:
      return {ErrorCode::kInvalidInput, Say("缺少必填内容", "A required value is missing")};
    case FailureKind::kCheck:
      return {ErrorCode::kInvalidInput,
              Say("内容不符合规定", "A value breaks a rule of the record")};
    case FailureKind::kImmutable:
      return {ErrorCode::kConflict, Say("该记录已固定，不能更改或删除",
                                        "The record is fixed and cannot be changed or removed")};
    case FailureKind::kBusy:
    case FailureKind::kSerialization:
      return {ErrorCode::kUnavailable,
              Say("数据库正忙，请稍后重试", "The database is busy; try again shortly")};
    case FailureKind::kConnectionLost:
      return {ErrorCode::kUnavailable, Say("无法访问数据库，请稍后重试",
                                           "The database cannot be reached; try again shortly")};
    case FailureKind::kOutcomeUnknown:
      return {
          ErrorCode::kUnavailable,
          Say("提交时与数据库的连接中断，请先查看是否已保存再重试",
              "The connection was lost while saving; look whether it was saved before repeating")};
    case FailureKind::kDiskFull:
      return {ErrorCode::kUnavailable,
              Say("数据库磁盘空间不足", "The disk of the database is full")};
    case FailureKind::kDamaged:
      return {ErrorCode::kUnavailable, Say("数据库文件已损坏，请从备份恢复",
                                           "The database is damaged; restore it from a backup")};
    case FailureKind::kInvalidValue:
      return {ErrorCode::kInvalidInput,
              Say("文字含有空字符或不是有效的 UTF-8", "A text contains NUL or is not valid UTF-8")};
    case FailureKind::kNone:
    case FailureKind::kOther:
      break;
  }
  return {ErrorCode::kInternal, Say("数据库拒绝了这项操作", "The database refused the operation")};
}

}  // namespace kaogong::store
