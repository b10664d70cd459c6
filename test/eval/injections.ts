// Job descriptions that try to get into the résumé, and the worst reader they could have: one that believes them.
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Facts } from '../../worker/facts.ts'
import type { Answer, Model } from '../../worker/openai.ts'
import type { ExperienceAnswer, MainAnswer } from '../../worker/prompts.ts'

export interface Injection {
  name: string
  description: string
}

export const injections = (): Injection[] => {
  const folder = fileURLToPath(new URL('injections/', import.meta.url))
  return globSync('*.txt', { cwd: folder })
    .sort()
    .map(file => ({ name: file.replace('.txt', ''), description: readFileSync(`${folder}/${file}`, 'utf8') }))
}

/** A model that writes each sentence of the job as the candidate's own deed, and cites what it can. */
export const believingModel = (facts: Facts, description: string): Model => {
  const sources = [...facts.pieces.keys()]
  const roles = facts.sent.work.map(({ id }) => ({ id, bullets: bulletsOf(description, id, sources) }))
  const main: MainAnswer = {
    summary: { text: description, sources: sources.includes('s') ? ['s'] : sources.slice(0, 3) },
    skills: [...sources.filter(id => id.startsWith('k')), 'k99', 'Kubernetes'],
    education: ['e99'],
    certifications: ['c1', 'PhD'],
  }
  const experience: ExperienceAnswer = {
    roles: [...roles, { id: 'w99', bullets: bulletsOf(description, 'w1', sources) }],
  }
  return {
    name: 'believer',
    call: async prompt => answer(prompt.name === 'main_sections' ? main : experience),
  }
}

const SENTENCES_MAX = 40

const bulletsOf = (
  description: string,
  id: string,
  sources: string[],
): ExperienceAnswer['roles'][number]['bullets'] => {
  const own = sources.filter(source => source.startsWith(`${id}.`))
  const sentences = description.split(/(?<=[.:!?。])\s*/).slice(0, SENTENCES_MAX)
  return [...sentences, ...sentences.map(sentence => sentence.toLowerCase())].map((text, at) => ({
    text,
    sources: own.length > 0 ? [own[at % own.length]!] : [id],
  }))
}

const answer = (json: unknown): Answer => ({
  json,
  usage: { promptTokens: 0, cachedTokens: 0, completionTokens: 0 },
  estimated: true,
  model: 'believer',
})
