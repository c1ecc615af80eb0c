// SPDX-License-Identifier: Apache-2.0
import type { ThemeConfig } from 'antd'

// Nothing moves for whoever has asked the system for stillness.
const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches

export const theme: ThemeConfig = {
  token: {
    motion: !isStill,
    colorPrimary: '#1d4f91',
    colorLink: '#1d4f91',
    borderRadius: 4,
    fontFamily:
      "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', " +
      "system-ui, 'Segoe UI', sans-serif",
  },
  components: {
    Layout: { headerBg: '#ffffff', headerHeight: 52, siderBg: '#ffffff', bodyBg: '#f3f5f8' },
    Table: {
      cellPaddingBlockMD: 8,
      headerBg: '#f0f3f8',
      rowSelectedBg: '#e3ebf7',
      rowSelectedHoverBg: '#d7e3f3',
    },
    Menu: { itemHeight: 36, itemSelectedBg: '#e3ebf7' },
    Tree: { nodeSelectedBg: '#e3ebf7' },
    TreeSelect: { nodeSelectedBg: '#e3ebf7' },
    Select: { optionSelectedBg: '#e3ebf7' },
  },
}
