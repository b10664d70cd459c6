// The end of `npm ci`: builds the web app where its tools are installed. Never fails an install.
import { buildWeb } from './web-build.ts'

const outcomes = {
  built: 'web app built',
  'up to date': 'web app is up to date',
  'no sources': 'no web app here',
  'no vite': 'web app not built: Vite is not installed (an install without dev dependencies)',
}

try {
  console.log(outcomes[await buildWeb()])
} catch (error) {
  console.log(`web app not built: ${(error as Error).message}`)
}
