// SPDX-License-Identifier: Apache-2.0
import { useText } from '../i18n'

export type Light = 'red' | 'amber' | 'green' | 'none'
export const lights: readonly Light[] = ['red', 'amber', 'green', 'none']

// A form for each, for those who do not tell the colours apart.
const forms: Record<Light, string> = { red: '■', amber: '▲', green: '●', none: '○' }

interface Props {
  light: Light
  // What the light means here; without it the light's own name.
  text?: string
  count?: number
}

// Progress against the calendar: a form, a colour and words.
export function LightTag({ light, text, count }: Props) {
  const t = useText()
  return (
    <span className={`light light-${light}`}>
      <span aria-hidden>{forms[light]}</span> {text || t(`light.${light}`)}
      {count !== undefined && <strong className="decimal"> {count}</strong>}
    </span>
  )
}
