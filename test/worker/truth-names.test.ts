import t from 'tap'
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'
import { createTruth } from '../../worker/truth.ts'

const profile: Profile = {
  basics: { name: 'Jane Doe' },
  work: [{ name: 'Freelance' }, { name: 'Notion' }, { name: 'Deutscher Wetterdienst' }],
}
const facts = buildFacts(profile)
const job = { title: null, company: 'Initech Ltd', description: 'We look for people who like to work with us.' }
const findLie = (text: string, states: string, language = 'en') =>
  createTruth(facts, job, language).findLie(text, [{ id: 'w1.b1', states }])?.detail ?? null

type Row = [text: string, source: string, language?: string]

const lies: Row[] = [
  ['Shell contracts negotiated', 'Negotiated contracts'],
  ['Apple contracts negotiated', 'Negotiated contracts'],
  ['Sold. Visa contracts negotiated', 'Sold; negotiated contracts'],
  ['Notion contracts negotiated', 'Negotiated contracts'],
  ['Sold parts to airbus', 'Sold parts'],
  ['Leitete ein Team bei Rheinmetall', 'Leitete ein Team', 'de'],
  ['Leitete ein Team bei Zorblax', 'Leitete ein Team', 'de'],
  ['Einkauf für die Firma Zorblax', 'Einkauf', 'de'],
  ['Leitete ein Team in der Abteilung Lufthansa Technik', 'Leitete ein Team', 'de'],
  ['Verwaltete Konten der Deutschen Bahn', 'Verwaltete Konten', 'de'],
  ['Daten vom Deutschen Wetterdienst', 'Daten', 'de'],
  ['Verkauf von Apple', 'Verkauf', 'de'],
]

const honest: Row[] = [
  ['Visa applications processed', 'Processed visa applications'],
  ['Freelance work delivered', 'Delivered work'],
  ['Used shell scripts and sold apples', 'Wrote shell scripts, sold an apple'],
  ['Negotiated for Shell', 'Negotiated; client: Shell'],
  ['Hid the notion of a target', 'Hid it'],
  ['Half bei Kunden, bei Bedarf auch bei Projekten', 'Half Leuten', 'de'],
  ['Half bei der Einführung, bei Wartung und bei Störungen', 'Half bei vielem', 'de'],
  ['Leitete die Abteilung Einkauf', 'Leitung der Einkaufsabteilung', 'de'],
  ['Ein Team bei Zorblax geleitet', 'Teamleitung, Zorblax', 'de'],
  ['Half bei Events und bei Workshops', 'Half', 'de'],
  ['Für die Deutsche Bahn tätig', 'Tätig bei der Deutschen Bahn', 'de'],
]

t.test('an employer is found in German, and where it opens a sentence', async t => {
  for (const [text, source, language] of lies) t.ok(findLie(text, source, language), text)
})

t.test('ordinary nouns and employers of the sources may stand', async t => {
  for (const [text, source, language] of honest) t.equal(findLie(text, source, language), null, text)
})
