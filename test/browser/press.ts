// What a person does on a candidate's page, and what they then have.
import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'

/** Asks for a new résumé, whatever the caches hold. */
export async function press(page: Page, fileType: 'Word' | 'PDF'): Promise<void> {
  await page.locator('.segments').getByText(fileType).click()
  await page.getByText('Write it anew').click()
  await page.getByRole('button', { name: /^Generate/ }).click()
}

export async function openLive(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.locator('.badge[data-state=live]').waitFor()
}

/** The names of the files that came to the page, as they come. */
export function watchDownloads(page: Page): string[] {
  const names: string[] = []
  page.on('download', download => names.push(download.suggestedFilename()))
  return names
}

export const bytesOf = async (download: Download): Promise<Uint8Array> =>
  new Uint8Array(await readFile(await download.path()))
