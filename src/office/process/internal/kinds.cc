// SPDX-License-Identifier: Apache-2.0
#include "office/process/internal/kinds.h"

namespace kaogong::office::process::internal {

PanelShape ShapeOf(const scheme::Scheme& scheme, scheme::KindId kind) {
  PanelShape shape;
  for (const scheme::FieldId id : scheme.kind(kind).fields) {
    const scheme::Field& field = scheme.field(id);
    if (shape.score == scheme::kNone && field.type == scheme::Type::kNumber) shape.score = id;
    if (shape.item == scheme::kNone && !field.options.empty()) shape.item = id;
  }
  return shape;
}

Result<std::set<std::string>> PanelKindsOf(const Session& session, Id assessment) {
  std::set<std::string> kinds;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT DISTINCT kind FROM panel WHERE assessment_id = ?", {assessment},
      [&](const store::Row& row) { kinds.insert(row.Get<std::string>(0)); }));
  return kinds;
}

std::string ArticleOf(const scheme::Scheme& scheme, const Place& place) {
  if (!place.article.empty()) return place.article;
  std::string number;
  for (const scheme::Article& article : scheme.articles) {
    if (article.file == place.file && article.line <= place.line) number = article.number;
  }
  return number;
}

Result<std::vector<RecordKind>> KindsOf(const Session& session, const Frame& frame) {
  const scheme::Scheme& scheme = frame.scheme();
  KAOGONG_TRY_ASSIGN(const auto panels, PanelKindsOf(session, frame.row.id));
  std::vector<RecordKind> kinds;
  for (const FieldUse& use : frame.fields) {
    if (use.use != FieldClass::kEvent) continue;
    const scheme::Field& field = scheme.field(use.field);
    RecordKind made;
    made.field = field.name;
    made.title = field.name;
    made.role = RecordKind::Role::kEvent;
    made.parent_kind = scheme.kind(field.kind).name;
    made.fields.push_back(field);
    made.article = ArticleOf(scheme, field.place);
    kinds.push_back(std::move(made));
  }
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const scheme::Kind& kind = scheme.kinds[i];
    if (!kind.is_record) continue;
    RecordKind made;
    made.kind = kind.name;
    made.title = kind.name;
    made.role = panels.contains(kind.name) ? RecordKind::Role::kPanel : RecordKind::Role::kRecord;
    made.parent_kind = scheme.kind(kind.parent).name;
    if (kind.date_field != scheme::kNone) made.date_field = scheme.field(kind.date_field).name;
    for (const scheme::FieldId id : kind.fields) made.fields.push_back(scheme.field(id));
    made.article = ArticleOf(scheme, kind.place);
    kinds.push_back(std::move(made));
  }
  return kinds;
}

}  // namespace kaogong::office::process::internal
