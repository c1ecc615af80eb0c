// SPDX-License-Identifier: Apache-2.0
// Reports that share passages as a graph: dots are reports, lines are pairs.
import type { EChartsCoreOption } from 'echarts/core'

export interface SimilarityNode {
  id: string
  // Beside the dot; the whole name when it is pointed at.
  label: string
  name: string
  // How much of it stands in any other, in percent.
  shared: number
  cluster: number
}

export interface SimilarityLink {
  source: string
  target: string
  // The larger of the two shares, in percent.
  shared: number
  label: string
}

// Told apart by lightness too; clusters past these begin again.
const colors = ['#1d4f91', '#b45309', '#166534', '#7c3aed', '#9f1239', '#0e7490', '#4d4d4d', '#a16207']

const side = 300

interface Layout {
  places: Map<string, [number, number]>
  // Of the whole picture: two dots above each other have no width of their own.
  width: number
  height: number
}

// The clusters stand in a circle each, so that the same result is always the same picture.
function layOut(nodes: readonly SimilarityNode[]): Layout {
  const places = new Map<string, [number, number]>()
  const clusters = [...new Set(nodes.map((node) => node.cluster))].sort((a, b) => a - b)
  const columns = Math.ceil(Math.sqrt(clusters.length))
  clusters.forEach((cluster, index) => {
    const members = nodes.filter((node) => node.cluster === cluster)
    const [x, y] = [(index % columns) * side, Math.floor(index / columns) * side]
    const radius = Math.min(110, 40 + members.length * 12)
    members.forEach((node, at) => {
      const angle = (2 * Math.PI * at) / members.length - Math.PI
      places.set(node.id, [x + radius * Math.cos(angle), y + radius * Math.sin(angle)])
    })
  })
  return {
    places,
    width: Math.max(1, columns) * side,
    height: Math.max(1, Math.ceil(clusters.length / Math.max(1, columns))) * side,
  }
}

// Nothing is drawn here; it only keeps the picture's size.
const corner = (id: string, x: number, y: number) => ({
  id,
  name: '',
  x,
  y,
  symbol: 'none',
  label: { show: false },
  tooltip: { show: false },
})

export function similarityGraph(
  nodes: readonly SimilarityNode[],
  links: readonly SimilarityLink[],
): EChartsCoreOption {
  const { places, width, height } = layOut(nodes)
  return {
    animation: false,
    aria: { enabled: true },
    tooltip: {
      trigger: 'item',
      renderMode: 'richText',
      formatter: (item: { dataType: string; data: { name: string; note?: string } }) =>
        item.dataType === 'edge' ? (item.data.note ?? '') : item.data.name,
    },
    series: [
      {
        type: 'graph',
        layout: 'none',
        roam: true,
        preserveAspect: true,
        left: 10,
        right: 10,
        top: 10,
        bottom: 30,
        label: {
          show: nodes.length <= 60,
          position: 'bottom',
          color: '#1f2937',
          distance: 6,
          padding: [1, 4],
          backgroundColor: 'rgba(255, 255, 255, 0.85)',
          formatter: (item: { data: { note?: string } }) => item.data.note ?? '',
        },
        emphasis: { focus: 'adjacency' },
        data: [
          corner('top left', -side / 2, -side / 2),
          corner('bottom right', width - side / 2, height - side / 2),
          ...nodes.map((node) => ({
            id: node.id,
            name: node.name,
            note: node.label,
            x: places.get(node.id)![0],
            y: places.get(node.id)![1],
            symbolSize: 14 + Math.min(node.shared, 100) / 3,
            itemStyle: { color: colors[(node.cluster - 1) % colors.length] },
          })),
        ],
        links: links.map((link) => ({
          source: link.source,
          target: link.target,
          note: link.label,
          lineStyle: { width: 1 + link.shared / 12, color: '#64748b', opacity: 0.75, curveness: 0.08 },
        })),
      },
    ],
  }
}
