// SPDX-License-Identifier: Apache-2.0
#include "office/library/regulations.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "office/library/internal/rows.h"
#include "office/like_pattern.h"

namespace kaogong::office::library {

namespace {

using store::Argument;
using store::Row;

// What a new regulation begins with: it compiles, and shows where things go.
constexpr std::string_view kSampleText = R"(---
名称: {title}
版本: {label}
施行: {year}-01-01
---

# {title}

## 第一条 重点工作

本办法考核各单位的重点工作，满分一百分，由考核办公室评定，得分不舍入。没有评定的，得分待定。

```规则
对象 单位

针对 单位
数据 评定分: 小数2, 单位 分, 来源 考核办公室, 缺失 待定, 范围 [0, 100]

指标 重点工作 100分 责任 考核办公室
  计分 评定分
```

## 第二条 总分

单位的总分为重点工作的得分，不舍入。

```规则
总分 总分 = 重点工作
```
)";

constexpr std::string_view kSampleCase = R"(case: 评定多少得多少
origin: invented
basis: [第一条, 第二条]
given:
  单位: {甲单位: {评定分: 92.5}}
expect:
  单位: {甲单位: {重点工作: 92.5, 总分: 92.5}}
)";

std::string SampleText(std::string_view title, std::string_view label, int year) {
  std::string text(kSampleText);
  const auto put = [&](std::string_view mark, std::string_view value) {
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  };
  put("{title}", title);
  put("{label}", label);
  put("{year}", std::to_string(year));
  return text;
}

std::string_view ConditionOf(VersionState state) {
  switch (state) {
    case VersionState::kDraft:
      return "v.published_at IS NULL";
    case VersionState::kPublished:
      return "v.published_at IS NOT NULL AND v.withdrawn_at IS NULL";
    case VersionState::kWithdrawn:
      return "v.withdrawn_at IS NOT NULL";
  }
  return "";
}

// The WHERE of a list: by what it contains, by state, and only what the actor may see.
std::string FilterOf(const RegulationQuery& query, bool sees_drafts) {
  std::string filter =
      "WHERE (? = '' OR r.slug LIKE ? ESCAPE '!' OR r.title LIKE ? ESCAPE '!') "
      "AND EXISTS (SELECT 1 FROM regulation_version v WHERE v.regulation_id = r.id";
  if (query.state) filter += fmt::format(" AND {}", ConditionOf(*query.state));
  if (!sees_drafts) filter += " AND v.published_at IS NOT NULL";
  return filter + ") ";
}

constexpr std::string_view kRegulationColumns =
    "r.id, r.slug, r.title, r.owner_unit_id, s.name, r.version FROM regulation r "
    "LEFT JOIN unit_span s ON s.unit_id = r.owner_unit_id AND s.valid_from <= ? "
    "AND (s.valid_to IS NULL OR s.valid_to > ?) ";

Regulation ReadRegulation(const Row& row) {
  Regulation regulation;
  regulation.id = row.Get<Id>(0);
  regulation.slug = row.Get<std::string>(1);
  regulation.title = row.Get<std::string>(2);
  if (const auto owner = row.Get<std::optional<Id>>(3))
    regulation.owner = Named{*owner, row.Get<std::optional<std::string>>(4).value_or("")};
  regulation.version = row.Get<std::int64_t>(5);
  return regulation;
}

void TakeVersions(const Session& session, const std::vector<VersionRow>& newest_first,
                  Regulation* regulation) {
  regulation->current = internal::CurrentOf(newest_first, session.today.ToString());
  regulation->draft = internal::DraftOf(newest_first);
}

// Adds what a list shows of the versions of each.
Result<void> AddVersions(const Session& session, std::vector<Regulation>* regulations) {
  std::vector<Id> ids;
  for (const Regulation& regulation : *regulations) ids.push_back(regulation.id);
  KAOGONG_TRY_ASSIGN(auto versions, internal::VersionsOf(session, ids));
  std::map<Id, std::vector<VersionRow>> by_regulation;
  for (VersionRow& version : versions) by_regulation[version.regulation].push_back(std::move(version));
  for (Regulation& regulation : *regulations) {
    TakeVersions(session, by_regulation[regulation.id], &regulation);
  }
  return {};
}

Result<Regulation> Load(const Session& session, Id id) {
  KAOGONG_TRY(Require(session.actor, Act::kViewRegulations));
  const std::string today = session.today.ToString();
  std::optional<Regulation> found;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}WHERE r.id = ?", kRegulationColumns),
                                        {today, today, id},
                                        [&](const Row& row) { found = ReadRegulation(row); }));
  if (!found) return internal::NoSuchRegulation();
  KAOGONG_TRY_ASSIGN(found->versions, internal::VersionsOf(session, std::span(&id, 1)));
  TakeVersions(session, found->versions, &*found);
  // All its versions are drafts that the actor may not see.
  if (found->versions.empty()) return internal::NoSuchRegulation();
  return *std::move(found);
}

// The files that a new regulation or version begins with.
Result<std::vector<SourceFile>> FilesToBegin(Library& library, const Actor& actor,
                                             const std::optional<Id>& copy_of,
                                             std::string_view title, std::string_view label) {
  if (copy_of) {
    KAOGONG_TRY_ASSIGN(Sources sources, LoadSources(library, actor, *copy_of));
    return std::move(sources.files);
  }
  const int year = library.office().Today().year();
  return std::vector<SourceFile>{{"cases/01-first.yaml", std::string(kSampleCase)},
                                 {"regulation.md", SampleText(title, label, year)}};
}

Result<void> RequireFreeSlug(const Change& change, std::string_view slug) {
  KAOGONG_TRY_ASSIGN(const auto taken, change.transaction.One<Id>(
                                           "SELECT id FROM regulation WHERE slug = ?", {slug}));
  if (!taken) return {};
  return internal::RefuseFaults(
      {{"/slug", Say("代号“{}”已被使用", "The slug '{}' is taken", slug)}});
}

Result<void> CheckOwner(const Change& change, const std::optional<Id>& owner) {
  if (!owner) return {};
  KAOGONG_TRY_ASSIGN(const auto found,
                     change.transaction.One<Id>("SELECT id FROM unit WHERE id = ?", {*owner}));
  if (found) return {};
  return internal::RefuseFaults({{"/owner_id", Say("没有这个单位", "There is no such unit")}});
}

}  // namespace

std::string_view NameOf(VersionState state) {
  switch (state) {
    case VersionState::kDraft:
      return "draft";
    case VersionState::kPublished:
      return "published";
    case VersionState::kWithdrawn:
      return "withdrawn";
  }
  return "";
}

std::optional<VersionState> VersionStateNamed(std::string_view name) {
  for (const auto state :
       {VersionState::kDraft, VersionState::kPublished, VersionState::kWithdrawn}) {
    if (NameOf(state) == name) return state;
  }
  return std::nullopt;
}

Result<Listing<Regulation>> ListRegulations(Library& library, const Actor& actor,
                                            const RegulationQuery& query) {
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<Regulation>> {
    KAOGONG_TRY(Require(actor, Act::kViewRegulations));
    const std::string filter = FilterOf(query, MayDo(actor, Act::kViewDrafts));
    const std::string pattern = LikePattern(query.contains);
    const std::string today = session.today.ToString();
    Listing<Regulation> list;
    KAOGONG_TRY_ASSIGN(const auto total, session.transaction.One<std::int64_t>(
                                             "SELECT count(*) FROM regulation r " + filter,
                                             {query.contains, pattern, pattern}));
    list.total = total.value_or(0);
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT {}{}ORDER BY r.{} {}, r.id LIMIT ? OFFSET ?", kRegulationColumns,
                    filter, query.by_title ? "title" : "slug",
                    query.is_descending ? "DESC" : "ASC"),
        {today, today, query.contains, pattern, pattern, query.page.size, query.page.offset()},
        [&](const Row& row) { list.items.push_back(ReadRegulation(row)); }));
    KAOGONG_TRY(AddVersions(session, &list.items));
    return list;
  });
}

Result<Regulation> GetRegulation(Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) { return Load(session, id); });
}

Result<Version> GetVersion(Library& library, const Actor& actor, Id id) {
  return library.office().Read(
      actor, [&](Session& session) { return internal::LoadVersion(session, id); });
}

Result<Sources> LoadSources(Library& library, const Actor& actor, Id version) {
  return library.office().Read(actor, [&](Session& session) -> Result<Sources> {
    KAOGONG_TRY_ASSIGN(const VersionRow row, internal::FindVersion(session, version));
    return internal::LoadTexts(session, row);
  });
}

Result<std::shared_ptr<const regulation::Compiled>> SchemeFor(Library& library,
                                                              const Session& session, Id version,
                                                              int year) {
  if (auto known = library.RecallScheme(version, year)) return known;
  KAOGONG_TRY_ASSIGN(const VersionRow row, internal::FindVersion(session, version));
  if (!row.published_at) {
    return Error{ErrorCode::kInvalidInput,
                 Say("办法的这个版本尚未发布", "This version of the regulation is not published")};
  }
  KAOGONG_TRY_ASSIGN(const Sources sources, internal::LoadTexts(session, row));
  KAOGONG_TRY_ASSIGN(auto compiled, library.Compile(sources, year));
  if (compiled->issues.has_errors()) {
    const Issue& first = compiled->issues.list().front();
    return Error{ErrorCode::kInvalidInput,
                 Text{fmt::format("办法不能用于 {} 年：{}", year, Render(first, Language::kChinese)),
                      fmt::format("The regulation does not run for {}: {}", year,
                                  Render(first, Language::kEnglish))}};
  }
  library.RememberScheme(version, year, compiled);
  return compiled;
}

Result<Regulation> CreateRegulation(Library& library, const Actor& actor, NewRegulation wanted) {
  KAOGONG_TRY(Require(actor, Act::kEditRegulations));
  if (wanted.label.empty()) wanted.label = std::to_string(library.office().Today().year());
  std::vector<Fault> faults;
  internal::CheckSlug(wanted.slug, &faults);
  internal::CheckName("/title", wanted.title, &faults);
  internal::CheckName("/label", wanted.label, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  KAOGONG_TRY_ASSIGN(auto files,
                     FilesToBegin(library, actor, wanted.copy_of, wanted.title, wanted.label));
  const Sources sources = SourcesOf(wanted.slug, std::move(files));
  KAOGONG_TRY_ASSIGN(const auto checked, library.Check(sources));
  return library.office().Write(actor, [&](Change& change) -> Result<Regulation> {
    KAOGONG_TRY(RequireFreeSlug(change, wanted.slug));
    KAOGONG_TRY(CheckOwner(change, wanted.owner));
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO regulation (id, slug, title, owner_unit_id, version) VALUES (?, ?, ?, ?, 1)",
        {id, wanted.slug, wanted.title, wanted.owner}));
    KAOGONG_TRY(internal::InsertVersion(change, id, wanted.label, sources, *checked));
    change.Record("regulation.create", fmt::format("regulation/{}", id),
                  Detail()
                      .Set("slug", wanted.slug)
                      .Set("title", wanted.title)
                      .Set("label", wanted.label)
                      .Set("content_hash", sources.content_hash));
    return Load(change, id);
  });
}

Result<Version> CreateVersion(Library& library, const Actor& actor, Id regulation,
                              NewVersion wanted) {
  KAOGONG_TRY_ASSIGN(const Regulation known, GetRegulation(library, actor, regulation));
  KAOGONG_TRY(Require(actor, Act::kEditRegulations));
  std::vector<Fault> faults;
  internal::CheckName("/label", wanted.label, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  KAOGONG_TRY_ASSIGN(auto files,
                     FilesToBegin(library, actor, wanted.copy_of, known.title, wanted.label));
  const Sources sources = SourcesOf(known.slug, std::move(files));
  KAOGONG_TRY_ASSIGN(const auto checked, library.Check(sources));
  return library.office().Write(actor, [&](Change& change) -> Result<Version> {
    KAOGONG_TRY_ASSIGN(
        const auto taken,
        change.transaction.One<Id>(
            "SELECT id FROM regulation_version WHERE regulation_id = ? AND label = ?",
            {regulation, wanted.label}));
    if (taken) {
      return Error{ErrorCode::kInvalidInput,
                   Say("版本名“{}”已被使用", "The label '{}' is taken", wanted.label),
                   {{"/label", Say("请换一个版本名", "Choose another label")}}};
    }
    KAOGONG_TRY_ASSIGN(
        const Id id, internal::InsertVersion(change, regulation, wanted.label, sources, *checked));
    change.Record("regulation_version.create", fmt::format("regulation_version/{}", id),
                  Detail()
                      .Set("slug", known.slug)
                      .Set("label", wanted.label)
                      .Set("content_hash", sources.content_hash));
    return internal::LoadVersion(change, id);
  });
}

}  // namespace kaogong::office::library
