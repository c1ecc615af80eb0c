// SPDX-License-Identifier: Apache-2.0
#include "demo/city.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "demo/names.h"

namespace kaogong::demo {

namespace {

using office::UnitCategory;

struct PositionWords {
  std::string_view code;
  std::string_view name;
  std::int64_t coefficient;  // Ten-thousandths.
};

constexpr std::array kPositions = {
    PositionWords{"G01", "市领导", 16000},        PositionWords{"G02", "主要负责人", 15000},
    PositionWords{"G03", "分管负责人", 13000},    PositionWords{"G04", "科长", 11500},
    PositionWords{"G05", "科员", 10000},          PositionWords{"G06", "考核办主任", 13500},
    PositionWords{"G07", "考核办干部", 10500},    PositionWords{"Z01", "镇党委书记", 14500},
    PositionWords{"Z02", "镇长", 14000},          PositionWords{"Z03", "副镇长", 12000},
    PositionWords{"Z04", "镇干部", 10500},        PositionWords{"V01", "村党组织书记", 12000},
    PositionWords{"V02", "村民委员会主任", 11000}, PositionWords{"V03", "文书", 10000},
    PositionWords{"V04", "驻村第一书记", 10420},  PositionWords{"S01", "校长", 14000},
    PositionWords{"S02", "副校长", 12500},        PositionWords{"S03", "年级组长", 11000},
    PositionWords{"S04", "班主任", 10800},        PositionWords{"S05", "科任教师", 10000},
    PositionWords{"H01", "院长", 15000},          PositionWords{"H02", "副院长", 13000},
    PositionWords{"H03", "科主任", 12500},        PositionWords{"H04", "医师", 11000},
    PositionWords{"H05", "护士", 10000}};

struct DepartmentWords {
  std::string_view name;
  std::string_view short_name;
};

// In official order: Party, government, bodies directly under the city.
constexpr std::array<DepartmentWords, 24> kDepartments = {{
    {"市委办公室", "市委办"},       {"市纪委机关", "市纪委"},         {"市委组织部", "组织部"},
    {"市委宣传部", "宣传部"},       {"市委统战部", "统战部"},         {"市直机关工委", "机关工委"},
    {"市总工会", "总工会"},         {"市政府办公室", "政府办"},       {"市发展改革委", "发改委"},
    {"市财政局", "财政局"},         {"市教育局", "教育局"},           {"市科技局", "科技局"},
    {"市民政局", "民政局"},         {"市国土资源局", "国土局"},       {"市住房城乡建设局", "住建局"},
    {"市交通运输局", "交通局"},     {"市农业局", "农业局"},           {"市供销社", "供销社"},
    {"市档案局", "档案局"},         {"市统计局", "统计局"},           {"市机关事务局", "机关事务局"},
    {"市广播电视台", "广播电视台"}, {"市公积金中心", "公积金中心"},   {"市行政服务中心", "行政服务中心"},
}};

constexpr std::array<std::string_view, 8> kCounties = {
    "城北区", "城南区", "江岭县", "公平县", "松溪市", "石桥市", "监河县", "湖口县"};

constexpr std::array<std::string_view, 18> kVillages = {
    "青石村", "柳塘村", "大湾村", "石桥村", "竹溪村", "枫林村", "高坪村", "桐木村", "龙泉村",
    "白沙村", "新田村", "梅岭村", "双河村", "云峰村", "茶园村", "樟树村", "上游村", "下游村"};

constexpr std::array<std::string_view, 4> kGrades = {"三年级", "四年级", "五年级", "六年级"};
constexpr std::array<std::string_view, 4> kClassPrefixes = {"三", "四", "五", "六"};

constexpr std::array<std::string_view, 6> kWards = {"内科",         "外科",       "妇儿科",
                                                    "公共卫生科",   "药剂医技科", "行政后勤科"};

Date Day(int year, int month, int day) {
  return Date::FromYearMonthDay(year, month, day).value();
}

class Builder {
 public:
  explicit Builder(std::uint64_t seed) : names_(seed) {}

  City Build() {
    std::int64_t order = 0;
    for (const PositionWords& words : kPositions) {
      city_.founded.positions.push_back({NextRow(), std::string(words.code),
                                         std::string(words.name), words.coefficient, ++order});
    }
    Unit("A", kCityName, "安和", "", UnitCategory::kCity);
    for (int i = 0; i < 6; ++i) Person("A", "G01");
    AddDepartments();
    AddCounties();
    AddTown();
    AddSchool();
    AddHospital();
    AddSecondPosts();
    Reform();
    AddAccounts();
    return std::move(city_);
  }

 private:
  int NextRow() { return ++row_; }

  void Unit(std::string code, std::string_view name, std::string_view short_name,
            std::string_view parent, UnitCategory category) {
    office::UnitRow unit;
    unit.row = NextRow();
    unit.code = std::move(code);
    unit.name = name;
    unit.short_name = short_name;
    unit.parent_code = parent;
    unit.category = category;
    unit.order = ++orders_[unit.parent_code];
    unit.from = Day(2024, 1, 1);
    city_.founded.units.push_back(std::move(unit));
  }

  // Somebody new with a primary appointment. Returns the person's code.
  std::string Person(std::string_view unit, std::string_view position) {
    const std::size_t number = city_.founded.persons.size() + 1;
    office::PersonRow person;
    person.row = NextRow();
    person.code = fmt::format("R{:04}", number);
    person.name = names_.Next();
    person.phone = fmt::format("555-{:04}", number);
    city_.founded.persons.push_back(person);
    // Some came later than others; nobody before the units.
    const Date from = number % 5 == 0 ? Day(2025, 3, 1) : Day(2024, 1, 1);
    Appoint(person.code, unit, position, true, from);
    return person.code;
  }

  void Appoint(std::string_view person, std::string_view unit, std::string_view position,
               bool is_primary, Date from) {
    office::AppointmentRow appointment;
    appointment.row = NextRow();
    appointment.person_code = person;
    appointment.unit_code = unit;
    appointment.position_code = position;
    appointment.is_primary = is_primary;
    appointment.from = from;
    city_.founded.appointments.push_back(std::move(appointment));
  }

  // The n-th person, from 0, whose primary appointment is in the unit.
  std::string Staff(std::string_view unit, std::size_t n) const {
    for (const office::AppointmentRow& appointment : city_.founded.appointments) {
      if (appointment.unit_code != unit || appointment.is_primary == false) continue;
      if (n-- == 0) return appointment.person_code;
    }
    return {};
  }

  void AddDepartments() {
    for (std::size_t i = 0; i < kDepartments.size(); ++i) {
      const std::string code = fmt::format("B{:02}", i + 1);
      Unit(code, kDepartments[i].name, kDepartments[i].short_name, "A", UnitCategory::kDepartment);
      for (const std::string_view position : {"G02", "G03", "G04", "G05", "G05"}) {
        Person(code, position);
      }
    }
    Unit("B08K", "市绩效考核办公室", "考核办", "B08", UnitCategory::kSection);
    for (const std::string_view position : {"G06", "G07", "G07", "G07"}) Person("B08K", position);
  }

  void AddCounties() {
    for (std::size_t i = 0; i < kCounties.size(); ++i) {
      const std::string code = fmt::format("C{:02}", i + 1);
      Unit(code, kCounties[i], "", "A", UnitCategory::kCounty);
      for (const std::string_view position : {"G02", "G03", "G04", "G05"}) Person(code, position);
    }
  }

  void AddTown() {
    Unit("C03T", "甘溪镇", "甘溪", "C03", UnitCategory::kTown);
    for (const std::string_view position : {"Z01", "Z02", "Z03", "Z03"}) Person("C03T", position);
    for (int i = 0; i < 8; ++i) Person("C03T", "Z04");
    for (std::size_t i = 0; i < kVillages.size(); ++i) {
      const std::string code = fmt::format("C03T{:02}", i + 1);
      Unit(code, kVillages[i], "", "C03T", UnitCategory::kVillage);
      for (const std::string_view position : {"V01", "V02", "V03"}) Person(code, position);
    }
  }

  void AddSchool() {
    Unit("C03S", "甘溪镇中心学校", "中心学校", "C03T", UnitCategory::kSchool);
    for (const std::string_view position : {"S01", "S02", "S02"}) Person("C03S", position);
    for (std::size_t grade = 0; grade < kGrades.size(); ++grade) {
      const std::string code = fmt::format("C03S{}", grade + 3);
      Unit(code, kGrades[grade], "", "C03S", UnitCategory::kSection);
      Person(code, "S05");
      Person(code, "S05");
      for (int room = 1; room <= 2; ++room) {
        const std::string class_code = fmt::format("{}{:02}", code, room);
        Unit(class_code, fmt::format("{}（{}）班", kClassPrefixes[grade], room), "", code,
             UnitCategory::kSection);
        Person(class_code, "S04");
      }
    }
  }

  void AddHospital() {
    Unit("C03H", "望溪镇卫生院", "卫生院", "C03", UnitCategory::kHospital);
    for (const std::string_view position : {"H01", "H02", "H02"}) Person("C03H", position);
    for (std::size_t i = 0; i < kWards.size(); ++i) {
      const std::string code = fmt::format("C03H{:02}", i + 1);
      Unit(code, kWards[i], "", "C03H", UnitCategory::kSection);
      Person(code, "H03");
      for (const std::string_view position : {"H04", "H04", "H04", "H05", "H05", "H05"}) {
        Person(code, position);
      }
    }
  }

  // People with two offices at once.
  void AddSecondPosts() {
    const Date from = Day(2025, 3, 1);
    Appoint(Staff("B03", 1), "B06", "G03", false, from);
    Appoint(Staff("B08", 1), "B08K", "G06", false, from);
    Appoint(Staff("C03", 1), "C03T", "Z01", false, from);
    for (std::size_t i = 0; i < 6; ++i) {
      Appoint(Staff("C03T", 4 + i), fmt::format("C03T{:02}", i + 1), "V04", false, from);
    }
    for (std::size_t grade = 3; grade <= 6; ++grade) {
      Appoint(Staff(fmt::format("C03S{}01", grade), 0), fmt::format("C03S{}", grade), "S03", false,
              from);
    }
    Appoint(Staff("C03H01", 1), "C03H04", "H04", false, from);
    Appoint(Staff("C03H", 1), "C03H01", "H03", false, from);
  }

  // From 2026-07-01 the land office has another name, and the supply co-operative is part of the
  // agricultural office, where its people go on.
  void Reform() {
    const Date day = Day(2026, 7, 1);
    office::UnitRow renamed;
    renamed.row = NextRow();
    renamed.code = "B14";
    renamed.name = "市自然资源局";
    renamed.short_name = "资源局";
    renamed.from = day;
    office::UnitRow merged;
    merged.row = NextRow();
    merged.code = "B18";
    merged.to = day;
    city_.reformed.units = {renamed, merged};
    for (const office::AppointmentRow& appointment : city_.founded.appointments) {
      if (appointment.unit_code != "B18") continue;
      office::AppointmentRow ended = appointment;
      ended.row = NextRow();
      ended.to = day;
      city_.reformed.appointments.push_back(ended);
      office::AppointmentRow next = appointment;
      next.row = NextRow();
      next.unit_code = "B17";
      // There is one head only.
      if (next.position_code == "G02") next.position_code = "G03";
      next.from = day;
      city_.reformed.appointments.push_back(std::move(next));
    }
  }

  void AddAccounts() {
    using office::Role;
    const auto add = [&](Role role, std::string_view login, std::string person,
                         std::string_view unit) {
      city_.accounts.push_back({role, login, std::move(person), unit});
    };
    add(Role::kAdministrator, "administrator", Staff("B08K", 3), "");
    add(Role::kOffice, "office", Staff("B08K", 0), "");
    add(Role::kReportingClerk, "clerk", Staff("C03", 3), "C03");
    add(Role::kUnitLeader, "unit-leader", Staff("C03", 0), "C03");
    add(Role::kVerifyingDepartment, "verifier", Staff("B20", 2), "B20");
    add(Role::kPanelMember, "panel", Staff("B03", 2), "");
    add(Role::kLeader, "leader", Staff("A", 0), "");
    add(Role::kAuditor, "auditor", Staff("B02", 2), "");
    add(Role::kStaff, "staff", Staff("C03H01", 2), "C03H01");
    // What takes a second person, and a panel.
    add(Role::kOffice, "office-2", Staff("B08K", 1), "");
    add(Role::kPanelMember, "panel-2", Staff("B04", 2), "");
    add(Role::kPanelMember, "panel-3", Staff("B05", 2), "");
  }

  City city_;
  Names names_;
  int row_ = 1;
  std::map<std::string, std::int64_t> orders_;
};

}  // namespace

City MakeCity(std::uint64_t seed) { return Builder(seed).Build(); }

}  // namespace kaogong::demo
