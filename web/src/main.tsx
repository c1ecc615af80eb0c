// SPDX-License-Identifier: Apache-2.0
import { createRoot } from 'react-dom/client'
import { Provider } from './app/provider'
import { loadLanguage } from './i18n'
import { language } from './lib/language'
import './app/app.css'

document.documentElement.lang = language()
await loadLanguage(language())
createRoot(document.getElementById('root')!).render(<Provider />)
