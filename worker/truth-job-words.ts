// Words that a job's text writes with capitals in headings and titles and that name no skill.

const words = (list: string): string[] => list.trim().split(/\s+/)

/** A phrase in capitals ends where one of them stands: "What We Offer", "Strong Market Research Skills". */
export const NO_SKILL_WORDS: ReadonlySet<string> = new Set(
  words(`a about above across after again all along also am among an and any are as at be been before being below between
    both but by can could did do does doing down during each either else every few for from get gets had has have having
    he her here hers him his how i if in into is it its itself just let may me might more most must my near no nor not
    now of off on once one only or other our ours out over own per same shall she should so some such than that the
    their theirs them then there these they this those through to too under until up us very via was we were what when
    where which while who whom whose why will with within without would you your yours
    ability abilities able advantage applicant applicants application applications apply asset attitude available
    background basic basis benefit benefits best bonus candidate candidates competitive day days degree desirable desired
    description detailed duties duty dynamic equivalent essential excellent exceptional expected experience experienced
    expert expertise exposure familiar familiarity fast first good great high highly hiring home ideal ideally including
    join job jobs junior key knowledge large location looking main mandatory many master masters maximum mid minimum
    minded month monthly months multiple new nice offer offers old open opportunities opportunity optional outstanding
    overview paced perk perks plus position positions possess preferable preferably preferred principal profile proficiency
    proficient proven qualification qualifications qualified relevant require required requirement requirements
    responsibilities responsibility responsible role roles salary seek seeking senior several similar skill skilled skills
    small solid someone staff strong successful suitable summary super task tasks title understanding us vacancy
    various week weekly weeks welcome willing willingness year years yearly
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday north south east west northern southern eastern western`),
)

/** Whole phrases of that kind, of words that others do make skills of. */
export const NO_SKILL_PHRASES: ReadonlySet<string> = new Set(
  `full time, part time, paid time, equal employment, equal employer, cover letter, health insurance, life insurance, dental insurance,
  parental leave, annual leave, paid leave, company car, company culture, company pension, team member, team members, team player, core values,
  contact person, contact details, contact information, start date, closing date, reporting line, work permit, work environment, work life,
  working hours, working time, working environment, personal data, privacy policy, human being, next steps, hard working, well being, united states, united kingdom`
    .split(/,\s*/)
    .map(phrase => phrase.trim()),
)

/** Headings of one or two words in the languages whose ordinary words we do not know, without their accents. */
export const HEADINGS: ReadonlySet<string> = new Set(
  words(`aufgaben aufgabe anforderungen profil profile qualifikation qualifikationen voraussetzungen kenntnisse erfahrung kontakt bewerbung
    standort arbeitsort vollzeit teilzeit festanstellung gehalt vergutung uber ihr ihre dein deine wir unser unsere das was vorteile
    mission missions competences competence avantages contact lieu contrat experience formation votre vos nos poste salaire qui
    requisitos requisito funciones ofrecemos beneficios perfil contacto ubicacion responsabilidades experiencia formacion tu nuestra salario
    requisiti offriamo mansioni profilo sede contratto esperienza competenze responsabilita attivita cosa chi il la
    atribuicoes responsabilidades beneficios descricao experiencia local salario sobre a o os as
    vereisten taken functie aanbod profiel wij jij jouw onze ervaring salaris locatie
    wymagania obowiazki oferujemy zakres kontakt doswiadczenie lokalizacja wynagrodzenie stanowisko nasze twoj mile
    yeu mo quyen kinh dia luong chuc thong
    обязанности требования условия контакты опыт вакансия обовязки вимоги умови контакти досвід про ми мы о
    απαιτήσεις καθήκοντα προσόντα παροχές`),
)
