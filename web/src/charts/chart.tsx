// SPDX-License-Identifier: Apache-2.0
// The only place that knows ECharts. Options come from pure functions; with every chart stand its
// data for download and a sentence for those who do not see it.
import { BarChart, GraphChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use as register, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { EChartsCoreOption } from 'echarts/core'
import { useEffect, useRef } from 'react'

register([
  BarChart,
  GraphChart,
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
  // Of a graph: the line, by its place, that was clicked.
  onLink?: (link: number) => void
}

export function Chart({ option, height, label, onLink }: Props) {
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
    const made = chart.current
    if (!made || !onLink) return
    const open = (event: { dataType?: string; dataIndex: number }) => {
      if (event.dataType === 'edge') onLink(event.dataIndex)
    }
    made.on('click', open)
    return () => {
      made.off('click', open)
    }
  }, [onLink])
  useEffect(() => {
    chart.current?.setOption(option, true)
    chart.current?.resize()
  }, [option, height])
  return <div ref={host} role="img" aria-label={label} style={{ height }} />
}
