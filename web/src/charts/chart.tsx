// SPDX-License-Identifier: Apache-2.0
// The only place that knows ECharts. Options come from pure functions; with every chart stand its
// data for download and a sentence for those who do not see it.
import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use as register, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef } from 'react'

register([
  BarChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  AriaComponent,
  CanvasRenderer,
])

interface Props {
  option: EChartsCoreOption
  height: number
  label: string
}

export function Chart({ option, height, label }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  useEffect(() => {
    const made = init(host.current!)
    chart.current = made
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(host.current!)
    return () => {
      observer.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    chart.current?.setOption(option, true)
    chart.current?.resize()
  }, [option, height])
  return <div ref={host} role="img" aria-label={label} style={{ height }} />
}
