// LibreOffice as one more reader of Word documents, where it is installed. It starts slowly, so it gets all at once.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const TIMEOUT_MS = 180_000

/** The documents' texts in their order; null where LibreOffice is not installed. */
export const libreOfficeTexts = async (documents: Buffer[]): Promise<string[] | null> => {
  const folder = await mkdtemp(join(tmpdir(), 'resume-eval-'))
  try {
    const paths = documents.map((_, at) => join(folder, `${at}.docx`))
    await Promise.all(documents.map((bytes, at) => writeFile(paths[at]!, bytes)))
    // A profile of its own: a running LibreOffice would take the files and write nothing.
    const args = [
      `-env:UserInstallation=file://${folder}/user`,
      '--headless',
      '--convert-to',
      'txt:Text (encoded):UTF8',
    ]
    await promisify(execFile)('soffice', [...args, '--outdir', folder, ...paths], { timeout: TIMEOUT_MS })
    return await Promise.all(paths.map(path => readFile(path.replace('.docx', '.txt'), 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && (error as NodeJS.ErrnoException).path === 'soffice')
      return null
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
