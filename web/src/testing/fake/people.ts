// SPDX-License-Identifier: Apache-2.0
// An invented city for fixtures: its units, positions and people.
import type { Appointment, Person, Position, UnitRow } from '../../api/types'

const departments =
  '市委办公室 市政府办公室 市纪委监委机关 市委组织部 市委宣传部 市发展和改革委员会 市教育局 市科学技术局 ' +
  '市工业和信息化局 市公安局 市民政局 市司法局 市财政局 市人力资源和社会保障局 市自然资源局 市生态环境局 ' +
  '市住房和城乡建设局 市交通运输局 市水务局 市农业农村局 市商务局 市卫生健康委员会 市应急管理局 市统计局'
const counties = '东桥县 西塘县 南屏县 北原县 云溪区 江口区 石门县 白河县'
const villages =
  '青石村 柳塘村 大湾村 桐木村 高坪村 梅岭村 下游村 白沙村 云峰村 黄土坡村 松林村 竹溪村 双桥村 泉水村 ' +
  '石桥村 枫树村 新田村 古井村'
const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const given = ['明', '丽华', '建国', '志强', '晓燕', '海波', '文静', '立新', '雪梅', '永康', '国平', '玉兰']

const positionRows: [string, string, string][] = [
  ['ZZ', '正职', '1.5'],
  ['FZ', '副职', '1.2'],
  ['KZ', '科长', '1.042'],
  ['KY', '科员', '1'],
  ['CZ', '村党支部书记', '1.1'],
  ['CW', '村会计', '0.85'],
]

export function makePeople() {
  const units: UnitRow[] = []
  let nextId = 100
  function unit(
    parent: UnitRow | null,
    code: string,
    name: string,
    category: UnitRow['category'],
    order: number,
  ): UnitRow {
    const row: UnitRow = {
      id: String(nextId++),
      parent_id: parent?.id ?? null,
      code,
      name,
      short_name: name.replace(/^市/, '').slice(0, 4),
      category,
      order,
      depth: parent ? parent.depth + 1 : 0,
      person_count: 0,
      is_covered: true,
      valid_from: '2020-01-01',
      valid_to: null,
      version: 1,
    }
    units.push(row)
    return row
  }
  const city = unit(null, 'C', '临江市', 'city', 1)
  departments.split(' ').forEach((name, i) => {
    const department = unit(city, `D${String(i + 1).padStart(2, '0')}`, name, 'department', i + 1)
    if (i === 5) {
      unit(department, 'D06A', '综合科', 'section', 1)
      unit(department, 'D06B', '投资科', 'section', 2)
    }
  })
  counties.split(' ').forEach((name, i) => {
    const county = unit(city, `X${i + 1}`, name, 'county', 30 + i)
    if (i > 0) return
    const town = unit(county, 'T1', '甘溪镇', 'town', 1)
    villages.split(' ').forEach((village, j) => {
      unit(town, `V${String(j + 1).padStart(2, '0')}`, village, 'village', j + 1)
    })
  })
  unit(city, 'S1', '临江市第一中学', 'school', 50)
  unit(city, 'H1', '临江市人民医院', 'hospital', 51)

  const positions: Position[] = positionRows.map(([code, name, coefficient], i) => ({
    id: String(10 + i),
    code,
    name,
    coefficient,
    order: i + 1,
    version: 1,
  }))
  const persons: Person[] = []
  let appointmentId = 5000
  const appoint = (at: UnitRow, position: Position, isPrimary: boolean): Appointment => ({
    id: String(appointmentId++),
    unit: { id: at.id, name: at.name },
    position: { id: position.id, name: position.name, coefficient: position.coefficient },
    is_primary: isPrimary,
    valid_from: '2024-03-01',
    valid_to: null,
    version: 1,
  })
  units.slice(1).forEach((at, u) => {
    const count = at.category === 'village' ? 4 : at.category === 'section' ? 2 : 7
    for (let i = 0; i < count; i++) {
      const n = persons.length
      const position = positions[at.category === 'village' ? (i === 0 ? 4 : 5) : Math.min(i, 3)]!
      const appointments = [appoint(at, position, true)]
      if (n % 29 === 3) appointments.push(appoint(units[1 + ((u + 5) % 24)]!, positions[3]!, false))
      persons.push({
        id: String(1000 + n),
        code: `P${String(n + 1).padStart(4, '0')}`,
        name: surnames[(n * 7) % surnames.length]! + given[(n * 5 + u) % given.length]!,
        phone: `1380000${String(1000 + n)}`,
        note: '',
        appointments,
        version: 1,
      })
    }
  })
  for (const person of persons) {
    for (const { unit: at } of person.appointments) {
      for (
        let row = units.find((item) => item.id === at.id);
        row;
        row = units.find((item) => item.id === row!.parent_id)
      ) {
        row.person_count = (row.person_count ?? 0) + 1
        break
      }
    }
  }
  return { units, positions, persons }
}
