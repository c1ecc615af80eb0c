// SPDX-License-Identifier: Apache-2.0
#include "demo/names.h"

#include <array>
#include <string_view>

namespace kaogong::demo {

namespace {

constexpr std::array<std::string_view, 48> kSurnames = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙",
    "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢",
    "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅",
    "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "覃"};

constexpr std::array<std::string_view, 40> kGiven = {
    "文", "安", "晓", "明", "海", "玉", "志", "秀", "梅", "兰", "庆", "荣", "家", "思",
    "雨", "涵", "俊", "桂", "芳", "永", "新", "金", "立", "冬", "雪", "云", "丽", "珍",
    "长", "青", "光", "昌", "学", "怀", "素", "月", "宏", "书", "田", "亦"};

}  // namespace

// SplitMix64: whole numbers only, the same on every machine.
std::uint64_t Names::Draw() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::string Names::Next() {
  while (true) {
    std::string name(kSurnames[Draw() % kSurnames.size()]);
    name += kGiven[Draw() % kGiven.size()];
    name += kGiven[Draw() % kGiven.size()];
    if (taken_.insert(name).second) return name;
  }
}

}  // namespace kaogong::demo
