// The evaluation's own checks, and a few of the attacks that `npm run eval` tries all of.
import t from 'tap'
import { LIES } from '../../dev/openai/lies.ts'
import { buildFacts } from '../../worker/facts.ts'
import { PROFILE } from '../worker/merge-setup.ts'
import { coverage } from './coverage.ts'
import { copiedPassages, evaluate } from './generate.ts'
import { believingModel, injections } from './injections.ts'
import { alphabetProfiles } from './profiles.ts'
import { inventions, knownOf, skillsOfJob } from './truth-check.ts'

t.test('the evaluation’s own truth check finds each kind of lie, and nothing in true words', async t => {
  const known = knownOf(PROFILE, ['Work Experience', 'Apr 2019 – Present'])
  const lies = [
    ...Object.values(LIES).filter(lie => lie !== LIES.unsourced),
    'Cut costs by 31%',
    'Cut costs by forty and eleven teams',
    'Moved all to Jenkins',
    'Built it for Initech',
    'built it with graphql',
    'See jane.example/fake or www.acme.example',
    'Led ٩٩ people',
  ]
  for (const lie of lies) t.not(inventions(`Engineer\nBuilt: ${lie}.`, known).length, 0, lie)
  t.same(inventions('Zorblaxed it', known, skillsOfJob('We need iOS')), [])
  t.same(inventions('used ios', known, skillsOfJob('We need iOS')), ['skill ios'])
  const truth =
    'WORK EXPERIENCE\nEngineer\tApr 2019 – Present\nAcme\nBuilt a billing API in Go. Helped to move to Kubernetes, 8 years.'
  t.same(inventions(truth, known), [])
})

t.test('twelve words in a row of the job are a copy, the candidate’s own are not', async t => {
  const job = 'You will design and run the data platform that feeds all of our reports each day'
  t.equal(copiedPassages(`Did: ${job.slice(9)}`, job, {}).length > 0, true)
  t.same(copiedPassages('Designed and ran the data platform that feeds reports', job, {}), [])
  t.same(copiedPassages(job, job, { basics: { summary: job } }), [])
})

t.test('coverage counts the job’s terms that the facts bear', async t => {
  const profile = { basics: { summary: 'Kafka pipelines in Go 1.20, TypeScript and accounting' } }
  const job = 'We need Kafka, pipelines, Rust and TypeScript'
  t.same(coverage(job, profile, 'Built a Kafka pipeline'), { borne: 3, used: 2 })
})

const FEW = ['command', 'fence', 'json', 'hidden', 'role-play', 'japanese', 'arabic', 'long']
const targets = [PROFILE, ...alphabetProfiles().flatMap(({ name, profile }) => (name === 'chinese' ? [profile] : []))]

for (const { name, description } of injections().filter(one => FEW.includes(one.name))) {
  t.test(
    `no fact and no passage of a hostile job description gets in, though the model believes it: ${name}`,
    async t => {
      for (const profile of targets) {
        const job = { title: 'Holder of a PhD', company: 'Initrode', description }
        const result = await evaluate(believingModel(buildFacts(profile), description), profile, job)
        t.same(result.violations, [])
        t.same(result.problems, [])
        t.ok(result.sentBack > 0)
      }
    },
  )
}
