import t from 'tap'
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'
import { merge } from '../../worker/merge.ts'
import { DateFormat } from '../../worker/merge-dates.ts'

const resumeOf = (profile: unknown) =>
  merge({
    profile: profile as Profile,
    facts: buildFacts(profile as Profile),
    job: { title: null, company: null, description: null },
    main: { summary: { text: '', sources: [] }, skills: [], education: [], certifications: [] },
    experience: { roles: [] },
  }).resume

const english = new DateFormat('en-GB')

t.test('dates stand in the résumé’s language, or in English where we lack its words', async t => {
  const cases = {
    fr: 'sept. 2019 – aujourd’hui',
    de: 'Sep 2019 – heute',
    ja: '2019年9月 – 現在',
    'zh-Hant-TW': '2019年9月 – 至今',
    ko: '2019년 9월 – 현재',
    vi: '09/2019 – hiện tại',
    ar: 'سبتمبر 2019 – الآن',
    uk: 'вер. 2019 – дотепер',
    fa: 'Sep 2019 – Present',
    sw: 'Sep 2019 – Present',
  }
  for (const [language, printed] of Object.entries(cases))
    t.equal(new DateFormat(language).span('2019-09', null, true), printed)
  t.equal(new DateFormat('ja').span('2019', 'Present'), '2019 – 現在')
})

t.test('a grade that is a bare number says what it is', async t => {
  const school = (score: string) =>
    resumeOf({ education: [{ institution: 'MIT', score }] }).sections[0]!.entries[0]!.text
  t.equal(school('3.8/4.0'), 'Grade: 3.8/4.0')
  t.equal(school('With distinction'), 'With distinction')
})

t.test('dates are printed as months and years, odd ones as they were given', async t => {
  const cases: [string | null, string | null, string | null][] = [
    ['2019-04', null, 'Apr 2019 – Present'],
    ['2019-04-30', '2021-12-01T00:00:00Z', 'Apr 2019 – Dec 2021'],
    ['2019', '2021', '2019 – 2021'],
    ['2019/4', '2019-04', 'Apr 2019'],
    ['2019-04', 'present', 'Apr 2019 – Present'],
    ['2019年4月', '現在', '2019年4月 – Present'],
    ['2019-13', 'Summer 2020', '2019-13 – Summer 2020'],
    ['2015 – 2018', null, '2015 – 2018'],
    ['2010-2012', null, '2010-2012'],
    ['March 2018', null, 'March 2018 – Present'],
    ['since Fall 2009', null, 'since Fall 2009 – Present'],
    [null, '2020', '2020'],
    [null, null, null],
  ]
  for (const [start, end, printed] of cases) t.equal(english.span(start, end, true), printed)
  t.equal(english.span('2019', null), '2019')
})

t.test('roles stand newest first; an undated one stays behind its neighbour', async t => {
  const work = [
    { name: 'old', startDate: '2001', endDate: '2004-05' },
    { name: 'undated' },
    { name: 'now, later', startDate: '2020-02' },
    { name: 'odd', startDate: 'Fall 2009', endDate: 'Summer 2012' },
    { name: 'now, earlier', startDate: '2018', endDate: 'Present' },
    { name: 'ended', startDate: '2012', endDate: '2017-01' },
  ]
  const names = (list: unknown[]) => resumeOf({ work: list }).sections[0]?.entries.map(entry => entry.organization)
  t.same(names(work), ['now, later', 'now, earlier', 'ended', 'odd', 'old', 'undated'])
  t.same(names([{ name: 'a' }, { name: 'b' }, { name: 'c' }]), ['a', 'b', 'c'])
})

t.test('dates in words and spans in one field are ordered by their months and their ends', async t => {
  const names = (list: unknown[]) => resumeOf({ work: list }).sections[0]?.entries.map(entry => entry.organization)
  const order = (newer: [string, string?], older: [string, string?]) => {
    const role = (name: string, [startDate, endDate]: [string, string?]) => ({ name, startDate, endDate })
    t.same(names([role('older', older), role('newer', newer)]), ['newer', 'older'], `${newer} before ${older}`)
  }
  order(['2018-04', '2018-11'], ['January 2017', 'March 2018'])
  order(['Apr. 2018', 'Nov 15, 2018'], ['2017', '15 March 2018'])
  order(['01/2018', '11/2018'], ['2017', '03/2018'])
  order(['2018年4月', '2018年11月'], ['2017年1月', '2018年3月'])
  order(['квітень 2018', 'листопад 2018'], ['2017', 'березня 2018'])
  order(['avril 2018', 'août 2018'], ['2017', 'févr. 2018'])
  order(['2019-01'], ['2015 – 2018'])
  order(['2016', '2019'], ['2015 – 2018'])
  order(['January 2017 – March 2018'], ['2016', '2018-02'])
})

t.test('language is the one given, else that of the text; section titles follow', async t => {
  const of = (summary: string, language?: unknown) => {
    const { language: found, sections } = resumeOf({ basics: { summary }, meta: { language } })
    return [found, sections[0]?.title]
  }
  t.same(of('Engineer', 'pt_BR'), ['pt-BR', 'Perfil'])
  t.same(of('Engineer', 'not a language!'), ['en', 'Summary'])
  t.same(of('Engineer', 7), ['en', 'Summary'])
  for (const misordered of ['zh-CN-Hans', 'sr-RS-Latn', 'en-us-utf8', 'en-gb-us'])
    t.same(of('Engineer', misordered), ['en', 'Summary'], misordered)
  t.same(of('Інженерка з Києва'), ['uk', 'Про себе'])
  t.same(of('Опытный инженер'), ['ru', 'О себе'])
  t.same(of('Kubernetes と Terraform を使って基盤を運用するエンジニア'), ['ja', '職務要約'])
  t.same(of('后端工程师,熟悉 Kubernetes'), ['zh', '个人简介'])
  t.same(of('백엔드 개발자'), ['ko', '요약'])
  t.same(of('مهندس برمجيات'), ['ar', 'نبذة'])
  t.same(of('מהנדס תוכנה'), ['he', 'תקציר'])
  t.same(of('Μηχανικός λογισμικού'), ['el', 'Προφίλ'])
  t.same(of('Kỹ sư phần mềm với kinh nghiệm'), ['vi', 'Tóm tắt'])
  t.same(of('Entwicklerin mit Erfahrung in der Pflege von Systemen für die Bank'), ['de', 'Profil'])
})

t.test('a profile of nothing, or of the wrong things, is an empty résumé', async t => {
  for (const profile of [{}, null, { work: [null, 'x', 3], skills: {}, basics: { location: [] } }]) {
    t.match(resumeOf(profile), { name: '', label: null, contacts: [], sections: [], language: 'en', country: null })
  }
})
