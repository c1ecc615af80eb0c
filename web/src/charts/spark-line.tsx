// SPDX-License-Identifier: Apache-2.0
// A few years as a line, small enough for a cell of a table. The numbers stand beside it in words.
interface Props {
  values: readonly string[]
  label: string
}

const [width, height, edge] = [72, 22, 3]

export function SparkLine({ values, label }: Props) {
  const numbers = values.map(Number).filter((value) => Number.isFinite(value))
  if (numbers.length < 2) return null
  const low = Math.min(...numbers)
  const range = Math.max(...numbers) - low || 1
  const points = numbers.map((value, index) => [
    edge + (index * (width - 2 * edge)) / (numbers.length - 1),
    height - edge - ((value - low) * (height - 2 * edge)) / range,
  ])
  const [x, y] = points[points.length - 1]!
  return (
    <svg width={width} height={height} role="img" aria-label={label} className="spark-line">
      <polyline
        points={points.map((point) => point.map((at) => at.toFixed(1)).join(',')).join(' ')}
        fill="none"
        stroke="#5b7ba8"
        strokeWidth={1.5}
      />
      <circle cx={x} cy={y} r={2.4} fill="#1d4f91" />
    </svg>
  )
}
