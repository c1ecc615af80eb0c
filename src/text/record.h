// SPDX-License-Identifier: Apache-2.0
// Record: what was measured and verified about those whom reports speak of, as a check of claims
// needs it. A plain value: tables of facts can be read into it, and so can a database.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/issue.h"
#include "base/rational.h"
#include "base/result.h"

namespace kaogong::text {

// One figure of the record.
struct Measurement {
  std::string subject;  // 甘溪镇. Empty: the one that every report is about.
  std::string item;     // 粮食产量: the words that name it in a report.
  std::string unit;     // 万元, 吨, %. Empty: not known; then only the digits are compared.
  std::string period;   // 上半年, 3月. Empty: the year.
  int year = 0;         // Zero: the year of the report.
  Rational value;       // In the unit.
  std::string source;   // Who stands behind it or where it is written, for the message.
  bool is_verified = true;
};

struct Record {
  std::vector<Measurement> measurements;
};

// Reads a record from a table or a folder of tables (csv xlsx xlsm) in the forms that facts have:
// wide (a row for each object, a column for each item, 名称[期] for a period) or long (对象, 项目,
// 值, 核实人 …). A unit may stand in the heading: 工业产值(万元). Columns and cells that are no
// numbers are passed over. Errors: kNotFound, kUnavailable; kInvalidInput when nothing there can be
// read as a table.
Result<Record> ReadRecord(const std::filesystem::path& path, Issues& issues);

}  // namespace kaogong::text
