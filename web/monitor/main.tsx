// Starts the monitor on its page.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Monitor } from './monitor.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('ops.html has no #root')
createRoot(root).render(
  <StrictMode>
    <Monitor />
  </StrictMode>,
)
