// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/issue.h"
#include "base/result.h"
#include "importer/table.h"

namespace kaogong::importer {

// What a test got from a reader, in words that can be compared.
struct TestReading {
  Result<void> result;
  std::vector<Table> tables;
  Issues issues;

  // The finding codes, each with its cell if it has one, joined by spaces.
  std::string Codes() const {
    std::string joined;
    for (const Issue& issue : issues.list()) {
      if (!joined.empty()) joined += ' ';
      joined += issue.code;
      if (!issue.place.cell.empty()) joined += "@" + issue.place.cell;
    }
    return joined;
  }
  // The header, then a line per row: its number and its cells with a "|" behind each. A formula has
  // "=" before it, a covered cell is "^", a hidden row begins with "!".
  std::string Text(std::size_t table = 0) const {
    std::string text;
    for (const std::string& name : tables.at(table).info.header) text += name + '|';
    text += '\n';
    for (const Row& row : tables[table].rows) {
      text += (row.is_hidden ? "!" : "") + std::to_string(row.number) + ':';
      for (const Cell& cell : row.cells) {
        text += (cell.has_formula ? "=" : "") + cell.text + (cell.is_merged_covered ? "^|" : "|");
      }
      text += '\n';
    }
    return text;
  }
};

// Runs `read(sink, issues)` into memory.
template <class Reader>
TestReading ReadForTest(Reader&& read) {
  TableCollector collector({.takes_hidden_sheets = true});
  TestReading reading;
  reading.result = std::forward<Reader>(read)(collector, reading.issues);
  reading.tables = std::move(collector.tables());
  return reading;
}

}  // namespace kaogong::importer
