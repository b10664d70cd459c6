import t from 'tap'
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'
import { createTruth } from '../../worker/truth.ts'

const job = {
  title: 'Senior Platform Engineer',
  company: 'Initech Ltd',
  description: `We look for people with Zyphora, Quill-Stack, Beacon and Rust. You know Lighthouse well. #golangci is a plus.
Work with Product and Design teams.\nPinnacle work\n- Orbitron experience\n- Backend engineer at heart\n- FooDB`,
}
const profile: Profile = {
  basics: { name: 'Jane Doe', location: { address: 'Ahornallee', city: 'Graz' } },
  work: [{ name: '株式会社さくら', location: 'Lviv, Ukraine' }, { name: 'شركة النور' }],
  skills: [
    { name: 'Leadership', keywords: ['Kubernetes', 'Rust', 'Café POS', 'Lantern', 'Go', 'Chef'] },
    { name: 'Управление проектами' },
    { name: 'تعلم الآلة' },
    { name: '데이터 분석' },
    { name: '機械学習' },
  ],
}
const facts = buildFacts(profile)
const findLie = (text: string, states: string, language = 'en') =>
  createTruth(facts, job, language).findLie(text, [{ id: 'w1.b1', states }])?.detail ?? null

const disguised: [text: string, source: string, language?: string][] = [
  ['Ran kuber-netes clusters', 'Ran clusters'],
  ['Ran kuber\u200Cnetes clusters', 'Ran clusters'],
  ['Ran kuber\u034Fnetes clusters', 'Ran clusters'],
  ['Ran Ｋｕｂｅｒｎｅｔｅｓ clusters', 'Ran clusters'],
  ['Wrote rust services', 'Wrote services'],
  ['Ran it by chef', 'Ran it'],
  ['Installed cafe pos', 'Installed tills'],
  ['Used zyphoras', 'Used it'],
  ['Used quill-stack', 'Used it'],
  ['Used quillstack', 'Used it'],
  ['Used quill stack', 'Used it'],
  ['Deployed by beacon', 'Deployed it'],
  ['Audited with lighthouse', 'Audited'],
  ['Used golangci', 'Used it'],
  ['Worked at amazon', 'Worked'],
  ['さくらで働いた', '働いた', 'ja'],
  ['عمل في النور', 'عمل', 'ar'],
  ['بنى نموذج تعلّم الآلة', 'بنى نموذج', 'ar'],
  ['Отвечала за управлением проектами', 'Отвечала', 'ru'],
  ['데이터분석을 수행', '업무 수행', 'ko'],
  ['機械 学習を導入', '分析を導入', 'ja'],
  ['worked from ahornallee', 'worked'],
  ['opened the lviv office', 'opened the office'],
  ['Managed accounts of 東京電力', 'Managed accounts'],
  ['Managed accounts of أرامكو', 'Managed accounts'],
  ['Managed accounts of 삼성전자', 'Managed accounts'],
  ['Managed accounts of გაზპრომი', 'Managed accounts'],
  ['Managed accounts of Газпром', 'Managed accounts'],
  ['Managed accounts of टाटा', 'Managed accounts'],
  ['Verwaltete Konten von 東京電力', 'Verwaltete Konten', 'de'],
  ['삼성 계정을 담당하고 Газпром', '계정을 담당', 'ko'],
  ['Wrote it in ᴘʏᴛʜᴏɴ', 'Wrote it'],
  ['Wrote it in jɑvɑ', 'Wrote it'],
  ['Ran kuberneteꜱ', 'Ran it'],
  ['Ran kubernetes on łinux', 'Ran kubernetes'],
  ['Ran ĸubernetes', 'Ran it'],
  ['Ran kuber netes', 'Ran it'],
  ['Wrote type script', 'Wrote it'],
  ['Wrote Type Script', 'Wrote JavaScript'],
  ['Kept it in mongo db', 'Kept it'],
  ['Stored it in foo db', 'Stored it'],
]

const honest: [text: string, source: string, language?: string][] = [
  ['Deployed on Google Cloud', 'Deployed on GCP'],
  ['Built reports in Microsoft Excel', 'Built reports in Excel'],
  ['Used Python 3', 'Used Python3'],
  ['Used Python3', 'Used Python 3'],
  ['U.S. market launch', 'launch in US market'],
  ['Backend engineer', 'back end engineer'],
  ['Ready to go live; reacted to calls', 'Live, on call'],
  ['Worked with product and design', 'Worked with people'],
  ['Pinnacle of the year', 'Best of the year'],
  ['Ran Quillstack', 'Ran Quill Stack'],
  ['Отвечала за управление проектами', 'Управляла, управлением проектами занималась', 'ru'],
  ['데이터분석을 수행', '데이터 분석 수행', 'ko'],
  ['Managed accounts of 東京電力', '東京電力アジアの営業を担当'],
  ['Managed accounts of 삼성전자', '삼성전자에서 계정 관리'],
  ['Managed accounts of გაზპრომი', 'Accounts: გაზპრომი'],
  ['Müşteri hesabı, məktəb və mühəndis', 'məktəb üzrə mühəndis', 'az'],
  ['Wrote TypeScript', 'Wrote type script'],
  ['Wrote type script', 'Wrote TypeScript'],
  ['Wrote a type; script followed', 'Wrote a type and a script'],
  ['Ran git, hub and post man', 'Ran git and a hub; post man'],
  ['Wrote Swift, UI tests', 'Wrote Swift and UI tests'],
  ['Measured at 5 μm and 3 kΩ', 'Measured 5 μm, 3 kΩ'],
  ['データ基盤を構築し、ー本化', 'データ基盤の構築', 'ja'],
]

t.test('a skill, an employer or a place is found in any spelling', async t => {
  for (const [text, source, language] of disguised) t.ok(findLie(text, source, language), text)
})

t.test('another spelling of what the source says may stand', async t => {
  for (const [text, source, language] of honest) t.equal(findLie(text, source, language), null, text)
})
