// SPDX-License-Identifier: Apache-2.0
import type { EChartsCoreOption } from 'echarts/core'
import { withSign } from '../lib/decimal'

export interface Change {
  name: string
  change: string
}

// Who rises and who falls, the most risen first. A rise and a fall differ in side, sign and colour.
export function changeBars(changes: readonly Change[]): EChartsCoreOption {
  const rows = [...changes].reverse() // ECharts counts from the bottom.
  return {
    animation: false,
    aria: { enabled: true },
    grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', splitLine: { lineStyle: { color: '#e5e7eb' } } },
    yAxis: {
      type: 'category',
      data: rows.map((row) => row.name),
      axisLabel: { color: '#1f2937' },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        data: rows.map((row) => {
          // Pixels, not points: the text beside the bar is the exact one.
          const length = Number(row.change)
          return {
            value: length,
            itemStyle: { color: length < 0 ? '#b45309' : '#1d4f91' },
            label: {
              show: true,
              position: length < 0 ? 'left' : 'right',
              formatter: withSign(row.change),
              color: '#1f2937',
            },
          }
        }),
      },
    ],
  }
}
