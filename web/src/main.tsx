// SPDX-License-Identifier: Apache-2.0
import { createRoot } from 'react-dom/client'
import { Provider } from './app/provider'
import { loadFirst } from './i18n'
import { language } from './lib/language'
import './app/app.css'
import './app/print.css'

document.documentElement.lang = language()
await loadFirst()
createRoot(document.getElementById('root')!).render(<Provider />)
