import t from 'tap'
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'
import { createTruth } from '../../worker/truth.ts'

const profile: Profile = {
  basics: { name: 'Jane Doe' },
  skills: [
    { name: 'Care', keywords: ['Wound care', 'Change management', 'Team leadership'] },
    { name: 'End to end ownership of payment systems in production' },
  ],
}
const facts = buildFacts(profile)
const jobOf = (description: string, title = 'Clerk', company = 'Initech Ltd') => ({ title, company, description })
const findLie = (job: ReturnType<typeof jobOf>, text: string, states: string, language = 'en') =>
  createTruth(facts, job, language).findLie(text, [{ id: 'w1.b1', states }])?.detail ?? null

const business = jobOf(`About Us: We Are A Growing Firm.
You know Market Research and Data Analysis. We value Lead Generation, Cold Calling and strong Project Management Skills.
What We Offer\n- Health Insurance\nResponsibilities:\n- Product Design\n- Supply Planning\n- Business Development
Your Profile\nNice To Have\nJob Description\nYou join our Core team. We support Customers and Partners.`)

/** Every word of it has a capital. */
const titled = jobOf(
  `We Are Looking For A Senior Sales Representative With Strong Communication Skills To Join Our Team.
Prepare Monthly Reports For The Management Team And Support New Customers On A Daily Basis.
Build Long Term Customer Relationships And Work Closely With Other Departments.
Must Have High Quality Standards And Excellent Time Management Skills.`,
  'Sales Representative',
)

const german =
  jobOf(`Wir suchen für unser Team jemanden mit Kenntnissen in der Buchhaltung:\n- Dynatrix\n- Qualisoft Pro\n- Teamwork
Aufgaben:\nAnforderungen\nDas bieten wir Ihnen für den Einstieg`)
const french =
  jobOf(`Nous cherchons une personne pour la gestion des comptes avec le logiciel :\n• Dynatrix\n• Gestion commerciale
Vos missions\nNous offrons une place dans une équipe et les avantages de la maison`)
const spanish = jobOf('Buscamos una persona para la gestión de las cuentas con experiencia en:\nDynatrix\nQualisoft')
const shouting = jobOf(
  'WHAT YOU WILL DO AND LEARN\nYou give support for the LEAD team.\nREQUIREMENTS\nSQL\nHR knowledge\nIT knowledge',
)

type Row = [job: ReturnType<typeof jobOf>, text: string, source: string, language?: string]

const lies: Row[] = [
  [business, 'Conducted market research and data analysis for the sales team', 'Wrote reports for the sales team'],
  [business, 'Did lead generation and cold calling', 'Sold to firms'],
  [business, 'Did cold-calling', 'Sold to firms'],
  [business, 'Did project management', 'Worked on projects'],
  [business, 'Did product design for shops', 'Designed shops'],
  [business, 'Did supply planning', 'Ordered goods'],
  [business, 'Did Business Development', 'Ran a business'],
  [business, 'Did marketresearch', 'Wrote reports'],
  [titled, 'Worked as a sales representative', 'Worked in a shop'],
  [titled, 'Good time management', 'Good at work'],
  [business, 'Did wound care for people', 'Cared for people, wound up clocks'],
  [business, 'Did change management for a shop', 'Managed a shop and its change fund'],
  [business, 'End to end ownership of payment systems in production', 'Worked on payment systems'],
  [business, 'Did change management', 'Change fund management'],
  [business, 'Did change management', 'Managed a shop with change machines'],
  [business, 'Did data analysis', 'Analysed reports, data for a shop'],
  [business, 'Did data analysis', 'Analysed and moved data'],
  [titled, 'Good time management', 'Managed. Time off'],
  [german, 'Leitete ein Team mit Dynatrix', 'Leitete ein Team', 'de'],
  [german, 'Leitete ein Team mit dynatrix', 'Leitete ein Team', 'de'],
  [german, 'Betreute Qualisoft', 'Betreute Programme', 'de'],
  [french, 'Géré les comptes avec dynatrix', 'Géré les comptes', 'fr'],
  [spanish, 'Llevaba las cuentas con qualisoft', 'Llevaba las cuentas', 'es'],
  [shouting, 'Wrote sql', 'Wrote reports'],
  [shouting, 'IT support given', 'Gave support'],
  [shouting, 'Gave IT support', 'Gave support'],
]

const honest: Row[] = [
  [business, 'Did market research and data analysis', 'Researched markets and analysed data'],
  [business, 'Did data analysis', 'Analyzed the data of shops'],
  [business, 'Generated leads by cold calling', 'Lead generation; called cold contacts, cold calls'],
  [business, 'Project management for two shops', 'Managed the projects of two shops'],
  [business, 'Product design', 'Designed products'],
  [business, 'Project management of two shop refits', 'Managed 2 refit projects in shops'],
  [business, 'Did data analysis for the shop', 'Analysed the sales data of the shop'],
  [business, 'Did market research', 'Research into the market'],
  [business, 'Developed the business', 'Business development'],
  [business, 'Showed team leadership', 'Led a team of people'],
  [business, 'Business development', 'Developed a small business'],
  [business, 'Did wound care', 'Cared for deep wounds'],
  [business, 'Studied the market; research followed', 'Studied the market, then did research'],
  [business, 'Worked in the core team with customers and partners', 'Worked in a team for customers'],
  [business, 'Explained about us and your profile, job description and health insurance', 'Explained it'],
  [titled, 'Prepared reports each month for the management', 'Reports to managers, monthly'],
  [titled, 'Supported new customers daily with high quality work', 'Helped customers each day'],
  [titled, 'Communicated with other departments to join up work', 'Worked with departments'],
  [business, 'Led wound care', 'Cared for wounds'],
  [business, 'Change management in a shop', 'Managed the change to a new till'],
  [business, 'Team leadership', 'Leadership of a team'],
  [business, 'Owned payment systems', 'End to end ownership of payment systems in production'],
  [german, 'Aufgaben und Anforderungen erfasst', 'Was zu tun war erfasst', 'de'],
  [german, 'Betreute Dynatrix', 'Betreuung von Dynatrix', 'de'],
  [french, 'Assuré la gestion de plusieurs missions', 'Géré des projets', 'fr'],
  [shouting, 'Met the requirements', 'Did what was asked'],
  [shouting, 'Made it work, and what we learned we will do again', 'Made things work'],
]

t.test('a phrase of the job in capitals is a skill in any case, and scattered words bear none', async t => {
  for (const [job, text, source, language] of lies) t.ok(findLie(job, text, source, language), text)
})

t.test('ordinary words of a job and inflected skills may stand', async t => {
  for (const [job, text, source, language] of honest) t.equal(findLie(job, text, source, language), null, text)
})
