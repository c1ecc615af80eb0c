// SPDX-License-Identifier: Apache-2.0
import type { EChartsCoreOption } from 'echarts/core'

export interface GradeBar {
  grade: string
  count: number
  // How many the regulation allows; null: as many as reach it.
  quota: string | null
}

interface Names {
  count: string
  quota: string
}

const text = { color: '#1f2937' }

// How many have each grade, filled, beside how many may, as an outline.
export function gradeBars(rows: readonly GradeBar[], names: Names): EChartsCoreOption {
  const label = { show: true, position: 'top', ...text }
  const quotas = {
    name: names.quota,
    type: 'bar',
    barMaxWidth: 36,
    itemStyle: {
      color: '#ffffff',
      borderColor: '#b45309',
      borderWidth: 2,
      borderType: 'dashed',
    },
    label,
    data: rows.map((row) => (row.quota === null ? '-' : Number(row.quota))),
  }
  return {
    animation: false,
    aria: { enabled: true },
    legend: { top: 0, textStyle: text },
    grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'category', data: rows.map((row) => row.grade), axisLabel: text },
    yAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e5e7eb' } } },
    series: [
      {
        name: names.count,
        type: 'bar',
        barMaxWidth: 36,
        itemStyle: { color: '#1d4f91' },
        label,
        data: rows.map((row) => row.count),
      },
      // No legend of what no grade has.
      ...(rows.every((row) => row.quota === null) ? [] : [quotas]),
    ],
  }
}

export interface ScoreBar {
  low: string
  high: string
  count: number
}

// How the scores lie.
export function scoreBars(rows: readonly ScoreBar[]): EChartsCoreOption {
  return {
    animation: false,
    aria: { enabled: true },
    grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
    xAxis: {
      type: 'category',
      data: rows.map((row) => `${row.low}–${row.high}`),
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e5e7eb' } } },
    series: [
      {
        type: 'bar',
        barCategoryGap: '8%',
        itemStyle: { color: '#1d4f91' },
        label: { show: rows.length <= 20, position: 'top', ...text },
        data: rows.map((row) => row.count),
      },
    ],
  }
}
