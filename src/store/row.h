// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "store/argument.h"

namespace kaogong::store {

// One column of a row as the database gave it.
struct Cell {
  enum class Kind : unsigned char { kNull, kInteger, kText, kBlob, kUnsupported };

  Kind kind = Kind::kNull;
  std::int64_t integer = 0;
  std::string_view bytes;  // Of text and blob.
};

// Row is one row of a result. It and every view taken from it last until the callback returns.
class Row {
 public:
  explicit Row(std::span<const Cell> cells) : cells_(cells) {}

  std::size_t size() const { return cells_.size(); }
  bool is_null(std::size_t column) const {
    return column < cells_.size() && cells_[column].kind == Cell::Kind::kNull;
  }

  // Returns column number `column` (from 0) as an integer type, bool, std::string,
  // std::string_view, Blob, std::span<const std::byte>, or std::optional of one of these.
  // A NULL outside an optional, another type or an integer too large gives T{} and marks the
  // row; the query then ends with kInternal, so that no such value is ever used for good.
  template <class T>
  T Get(std::size_t column) const {
    T value{};
    if (column >= cells_.size() || !Read(cells_[column], value)) MarkMismatch(column);
    return value;
  }

  // The first column that Get could not give, or nothing.
  const std::optional<std::size_t>& mismatch() const { return mismatch_; }

 private:
  template <class T>
  static bool Read(const Cell& cell, std::optional<T>& to) {
    if (cell.kind == Cell::Kind::kNull) return true;
    return Read(cell, to.emplace());
  }
  static bool Read(const Cell& cell, bool& to) {
    to = cell.integer == 1;
    return cell.kind == Cell::Kind::kInteger && (cell.integer == 0 || cell.integer == 1);
  }
  template <std::integral T>
  static bool Read(const Cell& cell, T& to) {
    if (cell.kind != Cell::Kind::kInteger || !std::in_range<T>(cell.integer)) return false;
    to = static_cast<T>(cell.integer);
    return true;
  }
  static bool Read(const Cell& cell, std::string_view& to) {
    to = cell.bytes;
    return cell.kind == Cell::Kind::kText;
  }
  static bool Read(const Cell& cell, std::string& to) {
    to = cell.bytes;
    return cell.kind == Cell::Kind::kText;
  }
  static bool Read(const Cell& cell, std::span<const std::byte>& to) {
    to = std::as_bytes(std::span(cell.bytes));
    return cell.kind == Cell::Kind::kBlob;
  }
  static bool Read(const Cell& cell, Blob& to) {
    const auto bytes = std::as_bytes(std::span(cell.bytes));
    to.assign(bytes.begin(), bytes.end());
    return cell.kind == Cell::Kind::kBlob;
  }
  void MarkMismatch(std::size_t column) const {
    if (!mismatch_.has_value()) mismatch_ = column;
  }

  std::span<const Cell> cells_;
  mutable std::optional<std::size_t> mismatch_;
};

}  // namespace kaogong::store
