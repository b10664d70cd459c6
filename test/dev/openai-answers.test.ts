import t from 'tap'
import { demoCandidates } from '../../dev/candidates/index.ts'
import { byScore, closenessTo } from '../../dev/openai/closeness.ts'
import { LIES } from '../../dev/openai/lies.ts'
import type { MainSections, Sourced, WorkExperience } from '../../dev/openai/tailor.ts'
import { buildFacts } from '../../worker/facts.ts'
import { mainSectionsPrompt, type Prompt, workExperiencePrompt } from '../../worker/prompts.ts'

import { ask, facts, jobText, main, maya, standIn } from './openai-setup.ts'

/** The text of each id that was sent. */
const sentTexts = (prompt: Prompt): Map<string, string> => {
  const sent = JSON.parse(/<facts>\n(.*)\n<\/facts>/.exec(prompt.messages.at(-1)!.content)![1]!)
  const roles = sent.work as {
    summary: { id: string; text: string } | null
    highlights: { id: string; text: string }[]
  }[]
  const pieces = roles.flatMap(({ summary, highlights }) => (summary ? [summary, ...highlights] : highlights))
  return new Map([['s', sent.s], ...pieces.map(({ id, text }) => [id, text] as [string, string])])
}
const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
const strangeWords = ({ text, sources }: Sourced, sent: Map<string, string>) => {
  const known = new Set(sources.flatMap(id => wordsOf(sent.get(id)!)))
  return wordsOf(text).filter(word => !known.has(word))
}

t.test('every text is made of the words of the sources it names', async t => {
  for (const { profile, jobs } of demoCandidates()) {
    const candidate = buildFacts(profile)
    for (const job of [...jobs, null]) {
      const prompt = workExperiencePrompt(candidate, jobText(job))
      const sent = sentTexts(prompt)
      const { summary } = await ask<MainSections>(mainSectionsPrompt(candidate, jobText(job)))
      t.same(strangeWords(summary, sent), [])
      const { roles } = await ask<WorkExperience>(prompt)
      t.equal(roles.length, profile.work!.length)
      for (const { id, bullets } of roles) {
        t.ok(bullets.length >= 2)
        t.same(
          bullets.flatMap(bullet => strangeWords(bullet, sent)),
          [],
        )
        t.ok(bullets.every(({ sources }) => sources.every(source => source.startsWith(`${id}.`))))
      }
    }
  }
})

t.test('another job is answered with another choice and order, in any script', async t => {
  for (const { profile, jobs } of demoCandidates()) {
    const candidate = buildFacts(profile)
    const [first, second] = await Promise.all(
      jobs.map(job => ask<MainSections>(mainSectionsPrompt(candidate, jobText(job)))),
    )
    t.notSame(first, second, profile.basics?.name ?? '')
    const [one, other] = await Promise.all(
      jobs.map(job => ask<WorkExperience>(workExperiencePrompt(candidate, jobText(job)))),
    )
    t.notSame(one, other, profile.basics?.name ?? '')
  }
})

t.test('closeness is seen in scripts that put no spaces between words, and through inflections', async t => {
  const rank = (job: string, texts: string[]) => byScore(texts, closenessTo(job, texts))[0]
  t.equal(
    rank('本人確認の改善', ['講師を担当', '新規登録と本人確認を改善', '料金の再設計']),
    '新規登録と本人確認を改善',
  )
  t.equal(rank('การขายออนไลน์', ['ทำอาหาร', 'ดูแลการขาย']), 'ดูแลการขาย')
  t.equal(rank('обслуживание серверов', ['Продавал цветы', 'Обслуживал сервера']), 'Обслуживал сервера')
  t.equal(rank('deploying with the team', ['Sat with the team', 'Deployed it']), 'Deployed it')
})

t.test('what the job asks for comes first', async t => {
  const logistics = await ask<MainSections>(mainSectionsPrompt(facts, jobText(maya.jobs[1]!)))
  const experience = await ask<WorkExperience>(workExperiencePrompt(facts, jobText(maya.jobs[1]!)))
  const freight = experience.roles.find(({ id }) => id === 'w3')!
  t.match(freight.bullets[0]!.text, /WebSocket|TypeScript|PostGIS/)
  t.ok(logistics.skills.indexOf('k2') < logistics.skills.indexOf('k6') || !logistics.skills.includes('k6'))
})

t.test('without a job all skills and certificates are chosen', async t => {
  const general = await ask<MainSections>(mainSectionsPrompt(facts, jobText(null)))
  t.same(
    [...general.skills].sort(),
    maya.profile.skills!.map((_, i) => `k${i + 1}`),
  )
  t.equal(general.certifications.length, maya.profile.certificates!.length)
})

t.test('lies fit the schema and hold every kind of lie', async t => {
  standIn.order({ fault: 'lies', times: 0 })
  const sections = await ask<MainSections>(main)
  const experience = await ask<WorkExperience>(workExperiencePrompt(facts, jobText(maya.jobs[0]!)))
  const text = JSON.stringify([sections, experience])
  for (const lie of Object.values(LIES)) t.ok(text.includes(lie), lie)
  for (const id of ['k99', 'e99', 'c99', 'w99', 'w99.b1']) t.ok(text.includes(`"${id}"`), id)
  const first = experience.roles.find(({ id }) => id === 'w1')!
  t.ok(
    first.bullets.some(({ sources }) => sources.some(source => /^w[2-9]\./.test(source))),
    'a source of another role',
  )
  t.ok(
    first.bullets.some(({ sources }) => sources.length === 0),
    'no source',
  )
})
