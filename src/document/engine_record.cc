// SPDX-License-Identifier: Apache-2.0
#include "document/engine_record.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include "document/internal/punctuation.h"
#include "document/internal/result_reader.h"
#include "document/period.h"
#include "explain/sentences.h"
#include "scoring/score.h"

namespace kaogong::document {

using facts::Row;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Role;

namespace {

constexpr std::string_view kLastYear = "上年:";
constexpr std::string_view kMark = "#";

// One thing of a row that has names of its own: an indicator, a line of a ledger.
struct Part {
  std::string_view kind;  // 指标, 台账, 加减, 否决, 数据, 数
  int first = 0;          // Figure, field, effect.
  int second = 0;         // Line of a ledger.
};

std::optional<int> ReadNumber(std::string_view* text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc()) return std::nullopt;
  text->remove_prefix(static_cast<std::size_t>(end - text->data()));
  return number;
}

// "指标:12", "台账:12:3"
std::optional<Part> ReadPart(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  Part part{text.substr(0, colon), 0, 0};
  text.remove_prefix(colon + 1);
  const auto first = ReadNumber(&text);
  if (!first) return std::nullopt;
  part.first = *first;
  if (text.empty()) return part;
  text.remove_prefix(1);
  const auto second = ReadNumber(&text);
  if (!second || !text.empty()) return std::nullopt;
  part.second = *second;
  return part;
}

// What an object's text says.
struct Parsed {
  RowId row;
  std::optional<Part> part;
};

const std::vector<std::string>& RootNames() {
  static const std::vector<std::string> names{"办法名称", "办法版本", "年度",     "考核期",
                                              "结果指纹", "数据指纹", "办法指纹", "考核对象",
                                              "对象种类", "序时进度", "截至", "发放单位", "发放对象"};
  return names;
}

const std::vector<std::string>& RowNames() {
  static const std::vector<std::string> names{
      "名称",   "编号",   "种类",   "上级",     "组名",     "组内数",  "总分",
      "满分",   "名次",   "等次",   "总分平均", "总分最高", "奖金额",  "指标",
      "板块",   "系数项", "加分项", "扣分项",   "否决项",   "失分项",  "台账",
      "奖金项", "数据",   "上年",   "名次变化", "总分变化", "发放对象"};
  return names;
}

// "效果 名次奖 清零  @第三款" → 名次奖清零; "效果 等次 降 1等" → 等次降1等.
std::string WordsOfEffect(std::string_view text) {
  text = text.substr(0, text.find('@'));
  for (const std::string_view word : {"效果", "effect"}) {
    if (text.starts_with(word)) text.remove_prefix(word.size());
  }
  std::string words;
  for (const char byte : text) {
    if (byte != ' ') words += byte;
  }
  return words;
}

const std::vector<std::string>& PartNames(std::string_view kind) {
  static const std::vector<std::string> indicator{"名称",   "层级",     "满分", "得分",     "失分",
                                                  "得分率", "平均",     "最高", "责任",     "依据",
                                                  "说明", "简况", "计分办法", "子项", "上年得分", "对象"};
  static const std::vector<std::string> line{"名称", "种类", "分值", "依据", "说明", "对象"};
  static const std::vector<std::string> veto{"名称", "效果", "依据", "对象"};
  static const std::vector<std::string> data{"名称",   "值",   "目标", "完成率",
                                             "上年值", "增幅", "来源", "对象"};
  static const std::vector<std::string> figure{"名称", "值", "依据", "对象"};
  if (kind == "指标") return indicator;
  if (kind == "台账" || kind == "加减") return line;
  if (kind == "否决") return veto;
  return kind == "数据" ? data : figure;
}

}  // namespace

struct EngineRecord::Impl {
  Impl(const ComputedResult& computed, const EngineOptions& chosen)
      : result(computed), options(chosen), reader(computed, chosen.period) {
    kind = options.kind == kNone ? AssessedKind(computed.scheme) : options.kind;
  }

  const scheme::Scheme& scheme() const { return result.scheme; }
  const facts::Facts& facts() const { return result.facts; }

  // --- Objects

  std::string ObjectOf(RowId row) const {
    const std::string& id = facts().table(row.kind).ids[static_cast<std::size_t>(row.row)];
    // A record has no identifier: its number stands for it.
    const std::string shown = scheme().kind(row.kind).is_record ? std::to_string(row.row + 1) : id;
    return scheme().kind(row.kind).name + "/" + shown;
  }

  std::string PartOf(RowId row, std::string_view part, int first, int second = -1) const {
    std::string text = ObjectOf(row);
    text += kMark;
    text += fmt::format("{}:{}", part, first);
    if (second >= 0) text += fmt::format(":{}", second);
    return text;
  }

  std::optional<Parsed> Parse(std::string_view object) const {
    Parsed parsed;
    const std::size_t mark = object.rfind(kMark);
    if (mark != std::string_view::npos) {
      parsed.part = ReadPart(object.substr(mark + kMark.size()));
      if (parsed.part) object = object.substr(0, mark);
    }
    const std::size_t slash = object.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    parsed.row.kind = scheme().FindKind(object.substr(0, slash));
    if (parsed.row.kind == kNone) return std::nullopt;
    std::string_view id = object.substr(slash + 1);
    if (scheme().kind(parsed.row.kind).is_record) {
      const auto number = ReadNumber(&id);
      if (!number || *number < 1 || *number > facts().table(parsed.row.kind).rows())
        return std::nullopt;
      parsed.row.row = *number - 1;
      return parsed;
    }
    const auto row = reader.FindRow(parsed.row.kind, id);
    if (!row) return std::nullopt;
    parsed.row.row = *row;
    return parsed;
  }

  Item ListOf(KindId member, std::optional<RowId> above) const {
    std::vector<std::string> objects;
    const facts::Table& table = facts().table(member);
    facts::RowRange range{0, table.rows()};
    if (above) range = facts::RowsBelow(scheme(), facts(), above->kind, above->row, member);
    for (const Row row : table.order) {
      if (row >= range.begin && row < range.end) objects.push_back(ObjectOf({member, row}));
    }
    return Item::List(std::move(objects));
  }

  // --- The root

  std::optional<Item> Root(std::string_view name) const {
    if (name == "办法名称") return Item::Of(scheme().title);
    if (name == "办法版本") return Item::Of(scheme().version);
    if (name == "年度") return Item::Of(Rational(scheme().year));
    if (name == "考核期") return PeriodName();
    if (name == "结果指纹") return Item::Of(scoring::ResultHash(scheme(), facts(), result.outcome));
    if (name == "数据指纹") return Item::Of(facts().content_hash);
    if (name == "办法指纹") return Item::Of(scheme().content_hash);
    if (name == "考核对象") return ListOf(kind, std::nullopt);
    if (name == "对象种类") return Item::Of(scheme().kind(kind).name);
    if (name == "序时进度") return TimeGone();
    if (name == "截至") return TimeGoneTo();
    if (name == "发放对象") return Paid(std::nullopt);
    if (name == "发放单位") {
      const KindId paid = PaidKind(scheme());
      const KindId above = paid == kNone ? kNone : scheme().kind(paid).parent;
      return above > 0 ? ListOf(above, std::nullopt) : Item::List({});
    }
    const KindId named = scheme().FindKind(name);
    if (named > 0) return ListOf(named, std::nullopt);
    return Own({0, 0}, name);
  }

  Item PeriodName() const {
    if (!options.period.index) return Item::Of(fmt::format("{}年度", scheme().year));
    const auto at = static_cast<std::size_t>(*options.period.index);
    return Item::Of(
        fmt::format("{}年{}", scheme().year, scheme().level(options.period.level).periods[at]));
  }

  // How much of the year is over at the end of the period.
  Rational ShareAtEnd() const {
    if (!options.period.index) return Rational(1);
    const scheme::LevelId level = options.period.level;
    return Rational::Fraction(*options.period.index + 1,
                              scheme::PeriodCount(level, scheme().level(level), scheme().year));
  }

  // How much of it is over on the day of the document, when that comes before the end.
  std::optional<Rational> ShareBefore() const {
    if (!options.day || options.day->year() != scheme().year) return std::nullopt;
    const auto last = Date::FromYearMonthDay(scheme().year, 12, 31);
    if (!last.ok()) return std::nullopt;
    const Rational share =
        Rational::Fraction(options.day->day_of_year(), last.value().day_of_year());
    return share < ShareAtEnd() ? std::optional(share) : std::nullopt;
  }

  Item TimeGone() const {
    Item item = Item::Of(ShareBefore().value_or(ShareAtEnd()));
    item.scale = explain::Scale::kPercent;
    return item;
  }

  Item TimeGoneTo() const {
    if (ShareBefore()) return Item::Day(options.day->days_since_epoch());
    return Item::Of(PeriodName().text + "末");
  }

  // Who is paid: all, or those below a row.
  Item Paid(std::optional<RowId> above) const {
    const KindId paid = PaidKind(scheme());
    if (paid == kNone || (above && !scheme().IsAncestor(above->kind, paid))) return Item::List({});
    return ListOf(paid, above);
  }

  // --- A row

  std::optional<Item> OfRow(RowId row, std::string_view name) const {
    const facts::Table& table = facts().table(row.kind);
    if (name == "名称") return Item::Of(NameOfRow(row));
    if (name == "编号") return Item::Of(table.ids[static_cast<std::size_t>(row.row)]);
    if (name == "种类") return Item::Of(scheme().kind(row.kind).name);
    if (name == "上级") return Above(row);
    if (name == "组名") return GroupName(row);
    if (name == "组内数") {
      const facts::RowRange group = reader.GroupOf(row);
      return Item::Of(Rational(group.end - group.begin));
    }
    if (name == "上年") return LastYear(row);
    if (name == "发放对象") return Paid(row);
    if (auto standing = Standing(row, name)) return standing;
    if (auto list = Parts(row, name)) return list;
    return Own(row, name);
  }

  std::string NameOfRow(RowId row) const {
    if (scheme().kind(row.kind).is_record) return std::to_string(row.row + 1);
    return facts().table(row.kind).NameOf(row.row);
  }

  Item Above(RowId row) const {
    const KindId parent = scheme().kind(row.kind).parent;
    if (parent <= 0) return Item::Nothing();
    const Row above = facts::RowAbove(scheme(), facts(), row.kind, row.row, parent);
    return Item::Object(ObjectOf({parent, above}));
  }

  Item GroupName(RowId row) const {
    const Item above = Above(row);
    if (above.kind == ItemKind::kNothing) return Item::Of("全体");
    const auto parsed = Parse(above.objects.front());
    return Item::Of(NameOfRow(parsed->row));
  }

  Item LastYear(RowId row) const {
    if (options.last_year == nullptr) return Item::Nothing();
    const std::string object = ObjectOf(row);
    if (!options.last_year->Look(object, "名称")) return Item::Nothing();
    return Item::Object(std::string(kLastYear) + object);
  }

  // A figure that the regulation names so itself, else the one with that role.
  FigureId Named(KindId of, std::string_view name, Role role) const {
    const FigureId own = scheme().FindFigure(of, name);
    const bool is_wanted =
        own != kNone && scheme().figure(own).role == role &&
        (!options.period.index || scheme().figure(own).level == options.period.level);
    return is_wanted ? own : reader.FirstOf(of, role);
  }

  Item At(FigureId figure, Row row) const {
    if (figure == kNone) return Item::Nothing();
    return reader.FigureAt(figure, row, reader.PeriodOf(scheme().figure(figure).level));
  }

  std::optional<Item> Standing(RowId row, std::string_view name) const {
    if (name == "总分") return At(Named(row.kind, name, Role::kTotal), row.row);
    if (name == "名次") return At(Named(row.kind, name, Role::kRanking), row.row);
    if (name == "等次") return At(Named(row.kind, name, Role::kGrade), row.row);
    if (name == "奖金额") return At(reader.FirstOf(row.kind, Role::kPayout), row.row);
    if (name == "满分") return FullPoints(row.kind);
    if (name == "总分平均" || name == "总分最高") {
      const FigureId total = Named(row.kind, "总分", Role::kTotal);
      return total == kNone ? Item::Nothing() : GroupItem(total, row.row, name == "总分最高");
    }
    if (name == "名次变化") return Change(row, "名次", true);
    if (name == "总分变化") return Change(row, "总分", false);
    return std::nullopt;
  }

  Item GroupItem(FigureId figure, Row row, bool is_best) const {
    const int period = reader.PeriodOf(scheme().figure(figure).level);
    const auto& statistics = reader.StatisticsOf(figure, period, row);
    const auto& value = is_best ? statistics.best : statistics.mean;
    if (!value) return Item::Nothing();
    Item item = reader.FigureAt(figure, row, period);
    item.state = scoring::State::kValid;
    item.number = *value;
    if (!is_best) item.places = 2;
    return item;
  }

  Item FullPoints(KindId of) const {
    // Of a period: what its own figure is out of, not the whole year's points.
    if (options.period.index && options.period.level != scheme::kYear) {
      const FigureId total = reader.FirstOf(of, Role::kTotal);
      const auto points = total == kNone ? std::nullopt : scheme().figure(total).points;
      return points ? Points(*points) : Item::Nothing();
    }
    Rational sum;
    bool has_points = false;
    for (const FigureId figure : Indicators(of, true)) {
      const auto& points = scheme().figure(figure).points;
      if (!points) return Item::Nothing();
      sum += *points;
      has_points = true;
    }
    return has_points ? Item::Of(sum, "分") : Item::Nothing();
  }

  // This year less last year; of a rank how many places were gained.
  Item Change(RowId row, std::string_view name, bool is_rank) const {
    const Item last = LastYear(row);
    if (last.kind == ItemKind::kNothing) return last;
    const auto before = options.last_year->Look(ObjectOf(row), name);
    const auto now = Standing(row, name);
    if (!before || !before->has_value() || !now->has_value()) return Item::Nothing();
    Item item = *now;
    item.number = is_rank ? before->number - now->number : now->number - before->number;
    return item;
  }

  // --- Lists of a row's parts

  // The indicators of a kind in the order of their tree.
  std::vector<FigureId> Indicators(KindId of, bool roots_only) const {
    std::vector<FigureId> found;
    const std::function<void(FigureId)> add = [&](FigureId at) {
      found.push_back(at);
      if (roots_only) return;
      for (const FigureId child : scheme().figure(at).children) {
        if (scheme().figure(child).kind == of) add(child);
      }
    };
    for (std::size_t i = 0; i < scheme().figures.size(); ++i) {
      const scheme::Figure& figure = scheme().figures[i];
      if (figure.role != Role::kIndicator || figure.kind != of) continue;
      const bool is_root = figure.parent == kNone || scheme().figure(figure.parent).kind != of;
      if (is_root) add(static_cast<FigureId>(i));
    }
    return found;
  }

  bool IsLeaf(FigureId figure) const { return scheme().figure(figure).children.empty(); }

  std::optional<Item> Parts(RowId row, std::string_view name) const {
    if (name == "指标" || name == "板块")
      return IndicatorList(row, Indicators(row.kind, name == "板块"));
    if (name == "失分项") return IndicatorList(row, Lost(row));
    if (name == "加分项") return Adjustments(row, Role::kBonus);
    if (name == "扣分项") return Adjustments(row, Role::kDeduction);
    if (name == "系数项") return Figures(row, Role::kCoefficient);
    if (name == "奖金项") return Figures(row, Role::kPayout);
    if (name == "否决项") return Vetoes(row);
    if (name == "台账") return LedgerList(row);
    if (name == "数据") return DataList(row);
    return std::nullopt;
  }

  Item IndicatorList(RowId row, const std::vector<FigureId>& figures) const {
    std::vector<std::string> objects;
    for (const FigureId figure : figures) objects.push_back(PartOf(row, "指标", figure));
    return Item::List(std::move(objects));
  }

  std::vector<FigureId> Lost(RowId row) const {
    std::vector<FigureId> lost;
    for (const FigureId figure : Indicators(row.kind, false)) {
      if (!IsLeaf(figure) || !scheme().figure(figure).points) continue;
      const Item value = At(figure, row.row);
      if (value.has_value() && value.number < Rational(*scheme().figure(figure).points))
        lost.push_back(figure);
    }
    return lost;
  }

  Item Figures(RowId row, Role role) const {
    std::vector<std::string> objects;
    for (std::size_t i = 0; i < scheme().figures.size(); ++i) {
      const scheme::Figure& figure = scheme().figures[i];
      if (figure.kind == row.kind && figure.role == role)
        objects.push_back(PartOf(row, "数", static_cast<int>(i)));
    }
    return Item::List(std::move(objects));
  }

  // The lines of every bonus or deduction that is none of another's parts.
  Item Adjustments(RowId row, Role role) const {
    std::vector<std::string> objects;
    for (std::size_t i = 0; i < scheme().figures.size(); ++i) {
      const scheme::Figure& figure = scheme().figures[i];
      if (figure.kind != row.kind || figure.role != role || figure.parent != kNone) continue;
      const auto id = static_cast<FigureId>(i);
      const auto& ledger = reader.LedgerOf(id, row.row, reader.PeriodOf(figure.level));
      for (std::size_t line = 0; line < ledger.lines.size(); ++line) {
        if (!ledger.lines[line].amount.is_zero())
          objects.push_back(PartOf(row, "加减", id, static_cast<int>(line)));
      }
    }
    return Item::List(std::move(objects));
  }

  Item Vetoes(RowId row) const {
    std::vector<std::string> objects;
    for (std::size_t i = 0; i < scheme().effects.size(); ++i) {
      const scheme::Effect& effect = scheme().effects[i];
      if (effect.kind != scheme::Effect::Kind::kVeto || effect.condition == kNone) continue;
      if (scheme().figure(effect.condition).kind != row.kind) continue;
      // One veto may do several things; it is listed once.
      const auto first =
          std::find_if(scheme().effects.begin(), scheme().effects.end(), [&](const auto& other) {
            return other.kind == effect.kind && other.condition == effect.condition;
          });
      if (static_cast<std::size_t>(first - scheme().effects.begin()) != i) continue;
      const Item holds = At(effect.condition, row.row);
      if (holds.has_value() && !holds.number.is_zero())
        objects.push_back(PartOf(row, "否决", static_cast<int>(i)));
    }
    return Item::List(std::move(objects));
  }

  Item LedgerList(RowId row) const {
    const FigureId total = Named(row.kind, "总分", Role::kTotal);
    if (total == kNone) return Item::List({});
    const int period = reader.PeriodOf(scheme().figure(total).level);
    std::vector<std::string> objects;
    const std::size_t lines = reader.LedgerOf(total, row.row, period).lines.size();
    for (std::size_t line = 0; line < lines; ++line)
      objects.push_back(PartOf(row, "台账", total, static_cast<int>(line)));
    return Item::List(std::move(objects));
  }

  // Reported figures that are numbers; a facet belongs to its base.
  Item DataList(RowId row) const {
    std::vector<std::string> objects;
    for (const scheme::FieldId field : scheme().kind(row.kind).fields) {
      const scheme::Field& definition = scheme().field(field);
      const bool is_facet = definition.name.find('.') != std::string::npos;
      if (definition.type == scheme::Type::kNumber && !definition.is_attribute && !is_facet)
        objects.push_back(PartOf(row, "数据", field));
    }
    return Item::List(std::move(objects));
  }

  // --- Names of the regulation

  std::optional<Item> Own(RowId row, std::string_view name) const {
    std::string_view base = name;
    std::string_view period;
    const std::size_t bracket = name.find('[');
    if (bracket != std::string_view::npos && name.ends_with(']')) {
      base = name.substr(0, bracket);
      period = name.substr(bracket + 1, name.size() - bracket - 2);
    }
    const scheme::FieldId field = scheme().FindField(row.kind, base);
    if (field != kNone) {
      const auto at = Period(scheme().field(field).level, period);
      return at ? std::optional(reader.FieldAt(field, row.row, *at)) : std::nullopt;
    }
    const FigureId figure = scheme().FindFigure(row.kind, base);
    if (figure != kNone) {
      const auto at = Period(scheme().figure(figure).level, period);
      return at ? std::optional(reader.FigureAt(figure, row.row, *at)) : std::nullopt;
    }
    if (!period.empty()) return std::nullopt;
    return Related(row, base);
  }

  std::optional<int> Period(scheme::LevelId level, std::string_view text) const {
    if (text.empty()) return reader.PeriodOf(level);
    return scheme::FindPeriod(level, scheme().level(level), text, scheme().year);
  }

  std::optional<Item> Related(RowId row, std::string_view name) const {
    const KindId other = scheme().FindKind(name);
    if (other > 0 && other != row.kind) {
      if (scheme().IsAncestor(row.kind, other)) return ListOf(other, row);
      if (scheme().IsAncestor(other, row.kind)) {
        const Row above = facts::RowAbove(scheme(), facts(), row.kind, row.row, other);
        return Item::Object(ObjectOf({other, above}));
      }
    }
    for (const scheme::Parameter& parameter : scheme().parameters) {
      if (parameter.name == name) return reader.ParameterItem(parameter);
    }
    return std::nullopt;
  }

  // --- Parts

  std::optional<Item> OfPart(RowId row, const Part& part, std::string_view name) const {
    if (name == "对象") return Item::Object(ObjectOf(row));
    const bool is_figure = part.kind != "否决" && part.kind != "数据";
    const std::size_t count = is_figure             ? scheme().figures.size()
                              : part.kind == "否决" ? scheme().effects.size()
                                                    : scheme().fields.size();
    if (part.first < 0 || static_cast<std::size_t>(part.first) >= count) return std::nullopt;
    if (part.kind == "指标") return OfIndicator(row, part.first, name);
    if (part.kind == "台账" || part.kind == "加减") return OfLine(row, part, name);
    if (part.kind == "否决") return OfVeto(part.first, name);
    if (part.kind == "数据") return OfData(row, part.first, name);
    if (part.kind != "数") return std::nullopt;
    const scheme::Figure& figure = scheme().figure(part.first);
    if (name == "名称") return Item::Of(figure.name);
    if (name == "值") return At(part.first, row.row);
    if (name == "依据")
      return Item::Of(explain::CitationOf(scheme(), figure.article, figure.clause));
    return std::nullopt;
  }

  std::optional<Item> OfIndicator(RowId row, FigureId id, std::string_view name) const {
    const scheme::Figure& figure = scheme().figure(id);
    const int period = reader.PeriodOf(figure.level);
    if (name == "名称") return Item::Of(figure.name);
    if (name == "层级") return Item::Of(Rational(Depth(id)));
    if (name == "满分") return figure.points ? Points(*figure.points) : Item::Nothing();
    if (name == "得分") return At(id, row.row);
    if (name == "失分" || name == "得分率") return Against(id, row.row, name == "失分");
    if (name == "平均" || name == "最高") return GroupItem(id, row.row, name == "最高");
    if (name == "责任") return figure.owner.empty() ? Item::Nothing() : Item::Of(figure.owner);
    if (name == "依据")
      return Item::Of(explain::CitationOf(scheme(), figure.article, figure.clause));
    if (name == "说明") return Item::Of(reader.ReasonOf(id, row.row, period));
    if (name == "简况") {
      std::string told = reader.FactsOf(id, row.row, period);
      return told.empty() ? Item::Nothing() : Item::Of(std::move(told));
    }
    if (name == "计分办法") return Item::Of(figure.formula);
    if (name == "子项") {
      std::vector<FigureId> children;
      for (const FigureId child : figure.children) {
        if (scheme().figure(child).kind == row.kind) children.push_back(child);
      }
      return IndicatorList(row, children);
    }
    if (name == "上年得分") return LastYearFigure(row, figure.name);
    return std::nullopt;
  }

  static Item Points(const Decimal& points) {
    Item item = Item::Of(Rational(points), "分");
    return item;
  }

  int Depth(FigureId id) const {
    int depth = 1;
    while (scheme().figure(id).parent != kNone) {
      id = scheme().figure(id).parent;
      ++depth;
    }
    return depth;
  }

  // Points lost, never below zero, or the share of full points reached.
  Item Against(FigureId id, Row row, bool is_loss) const {
    const auto& points = scheme().figure(id).points;
    Item item = At(id, row);
    if (!points || item.kind != ItemKind::kNumber) return Item::Nothing();
    if (!item.has_value()) return item;
    if (is_loss) {
      item.number = std::max(Rational(*points) - item.number, Rational(0));
      return item;
    }
    if (points->is_zero()) return Item::Nothing();
    Item rate = Item::Of(Quotient(item.number, *points));
    rate.scale = explain::Scale::kPercent;
    return rate;
  }

  Item LastYearFigure(RowId row, const std::string& name) const {
    if (options.last_year == nullptr) return Item::Nothing();
    const std::string object = ObjectOf(row);
    auto item = options.last_year->Look(object, name + ".得分");
    if (!item) item = options.last_year->Look(object, name);
    return item ? *std::move(item) : Item::Nothing();
  }

  std::optional<Item> OfLine(RowId row, const Part& part, std::string_view name) const {
    const int period = reader.PeriodOf(scheme().figure(part.first).level);
    const explain::Ledger& ledger = reader.LedgerOf(part.first, row.row, period);
    const auto& names = PartNames(part.kind);
    if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
    // A line that is no longer there: what stood on it has changed.
    if (part.second < 0 || static_cast<std::size_t>(part.second) >= ledger.lines.size())
      return Item::Nothing();
    const explain::LedgerLine& line = ledger.lines[static_cast<std::size_t>(part.second)];
    if (name == "名称") return Item::Of(NameOfLine(ledger, line));
    if (name == "种类") return Item::Of(explain::NameOf(line.kind).zh);
    if (name == "分值") return Item::Of(Rational(line.amount), "分");
    if (name == "依据") return Item::Of(explain::CitationOf(scheme(), line.article, line.clause));
    return Item::Of(TextOfLine(line));
  }

  std::string NameOfLine(const explain::Ledger& ledger, const explain::LedgerLine& line) const {
    if (!line.path.empty()) return scheme().figure(line.path.back()).name;
    return ledger.PathOf(scheme(), line);
  }

  static std::string TextOfLine(const explain::LedgerLine& line) {
    return WithoutBlanks(Concise(FullWidth(line.text.zh)));
  }

  // 等次不高于合格，名次奖清零: what is done to whom, as the rule says it.
  std::string EffectOf(const scheme::Effect& veto) const {
    std::string text;
    for (const scheme::Effect& effect : scheme().effects) {
      if (effect.kind != veto.kind || effect.condition != veto.condition) continue;
      text += (text.empty() ? "" : "，") + WordsOfEffect(effect.text);
    }
    return text;
  }

  std::optional<Item> OfVeto(int effect, std::string_view name) const {
    const scheme::Effect& veto = scheme().effects[static_cast<std::size_t>(effect)];
    if (name == "名称") return Item::Of(veto.name);
    if (name == "效果") return Item::Of(EffectOf(veto));
    if (name == "依据") return Item::Of(explain::CitationOf(scheme(), veto.article, veto.clause));
    return std::nullopt;
  }

  std::optional<Item> OfData(RowId row, scheme::FieldId id, std::string_view name) const {
    const scheme::Field& field = scheme().field(id);
    const int period = reader.PeriodOf(field.level);
    if (name == "名称") return Item::Of(field.name);
    if (name == "值") return reader.FieldAt(id, row.row, period);
    if (name == "目标") return Target(row, field, period);
    if (name == "来源") return Item::Of(field.source);
    if (name == "上年值") return LastYearField(row, field.name);
    if (name == "完成率")
      return RateOf(reader.FieldAt(id, row.row, period), Target(row, field, period), false);
    if (name == "增幅")
      return RateOf(reader.FieldAt(id, row.row, period), LastYearField(row, field.name), true);
    return std::nullopt;
  }

  Item Target(RowId row, const scheme::Field& field, int period) const {
    const scheme::FieldId target = scheme().FindField(row.kind, field.name + ".目标");
    if (target == kNone) return Item::Nothing();
    const bool is_same_level = scheme().field(target).level == field.level;
    return reader.FieldAt(target, row.row,
                          is_same_level ? period : reader.PeriodOf(scheme().field(target).level));
  }

  Item LastYearField(RowId row, const std::string& name) const {
    if (options.last_year == nullptr) return Item::Nothing();
    auto item = options.last_year->Look(ObjectOf(row), name);
    return item ? *std::move(item) : Item::Nothing();
  }

  static Item RateOf(const Item& now, const Item& other, bool is_growth) {
    if (!now.has_value() || !other.has_value() || other.number.is_zero()) return Item::Nothing();
    Item rate = Item::Of(Quotient(is_growth ? now.number - other.number : now.number,
                                  is_growth ? Absolute(other.number) : other.number));
    rate.scale = explain::Scale::kPercent;
    rate.places = scheme::kNone;
    return rate;
  }

  const ComputedResult result;
  const EngineOptions options;
  ResultReader reader;
  KindId kind = 0;
};

EngineRecord::EngineRecord(const ComputedResult& result, const EngineOptions& options)
    : impl_(std::make_unique<Impl>(result, options)) {}

EngineRecord::EngineRecord(EngineRecord&&) noexcept = default;
EngineRecord::~EngineRecord() = default;

namespace {

// Objects of last year's record are told apart by a word before them.
void MarkLastYear(Item* item) {
  for (std::string& object : item->objects) object = std::string(kLastYear) + object;
}

}  // namespace

std::optional<Item> EngineRecord::Look(std::string_view object, std::string_view name) const {
  if (object.starts_with(kLastYear)) {
    if (impl_->options.last_year == nullptr) return std::nullopt;
    auto item = impl_->options.last_year->Look(object.substr(kLastYear.size()), name);
    if (item) MarkLastYear(&*item);
    return item;
  }
  if (object.empty()) return impl_->Root(name);
  const auto parsed = impl_->Parse(object);
  if (!parsed) return std::nullopt;
  return parsed->part ? impl_->OfPart(parsed->row, *parsed->part, name)
                      : impl_->OfRow(parsed->row, name);
}

std::vector<std::string> EngineRecord::NamesOf(std::string_view object) const {
  if (object.starts_with(kLastYear)) {
    return impl_->options.last_year == nullptr
               ? std::vector<std::string>{}
               : impl_->options.last_year->NamesOf(object.substr(kLastYear.size()));
  }
  const auto parsed =
      object.empty() ? std::optional<Parsed>(Parsed{{0, 0}, std::nullopt}) : impl_->Parse(object);
  if (!parsed) return {};
  if (parsed->part) return PartNames(parsed->part->kind);
  std::vector<std::string> names = object.empty() ? RootNames() : RowNames();
  const scheme::Scheme& scheme = impl_->scheme();
  for (const scheme::Kind& kind : scheme.kinds) names.push_back(kind.name);
  for (const scheme::FieldId field : scheme.kind(parsed->row.kind).fields)
    names.push_back(scheme.field(field).name);
  for (const scheme::Figure& figure : scheme.figures) {
    if (figure.kind == parsed->row.kind) names.push_back(figure.name);
  }
  return names;
}

std::string EngineRecord::ObjectOf(scheme::KindId kind, facts::Row row) const {
  return impl_->ObjectOf({kind, row});
}

scheme::KindId EngineRecord::kind() const { return impl_->kind; }

}  // namespace kaogong::document
