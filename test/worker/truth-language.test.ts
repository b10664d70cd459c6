import t from 'tap'
import { guessLanguage } from '../../worker/truth-language.ts'

const short: [language: string, text: string][] = [
  ['en', 'E-commerce Manager\nLaunched e-commerce store\nDoubled e-commerce sales'],
  ['en', 'Worked w/ nervous dogs\nI do grooming, clipping, bathing'],
  ['en', 'Salesperson, Los Angeles\nSalesperson, Las Vegas\nSalesperson, El Paso\nSalesperson, La Jolla'],
  ['en', 'Cashier'],
  ['en', ''],
  ['en', 'Barista at Café Río\nClosed till, cleaned espresso machine'],
  ['en', 'Chef de partie, sous chef\nRan grill\nMade crème brûlée'],
  ['en', 'Nurse, San José\nTook vitals, drew blood'],
  ['en', 'Tool and die maker\nMet targets; cut scrap 10% per year'],
  ['en', 'Soldier, Fort Bliss\nWar on terror; man of honor'],
  ['en', 'Studied at Universidad de Chile\nResearcher, Rio de Janeiro\nGuide, Musée des Beaux-Arts, Aix-en-Provence'],
  ['en', 'Sales rep, Van der Berg Ltd\nRep, De Vries\nB2B, on-site, co-op'],
  ['en', 'RESPONSIBLE FOR SALES IN LOS ANGELES AND LAS VEGAS'],
  ['de', 'Leitete ein Team von fünf Personen.'],
  ['de', 'Verkäuferin im Einzelhandel mit Erfahrung'],
  ['de', 'Kosten um 30 % gesenkt und Kunden betreut'],
  ['de', 'Softwareentwickler mit 10 Jahren Berufserfahrung. Java, Spring und SQL.'],
  ['fr', 'Encadré une équipe de dix personnes.'],
  ['fr', 'Vendeuse en boulangerie. Accueil de la clientèle.'],
  ['fr', 'Réduit les coûts de 30 % grâce à une refonte'],
  ['es', 'Dirigí un equipo de diez personas.'],
  ['es', 'Vendedora con experiencia en atención al cliente'],
  ['es', 'Camarero. Trabajo en equipo y gestión de la barra.'],
  ['it', 'Gestione di un team di dieci persone'],
  ['it', 'Commessa con esperienza nella vendita al dettaglio.'],
  ['it', 'Sviluppo di applicazioni web per clienti del settore bancario'],
  ['pt', 'Liderei uma equipe de dez pessoas.'],
  ['pt', 'Vendedora com experiência em atendimento ao público'],
  ['pt', 'Gestão de projetos e desenvolvimento do produto'],
  ['nl', 'Leiding gegeven aan een team van tien mensen.'],
  ['nl', 'Verkoopmedewerker met ervaring in de detailhandel'],
  ['nl', 'Ontwikkeling van software voor klanten'],
  ['pl', 'Kierowałem zespołem dziesięciu osób.'],
  ['pl', 'Obsługa klienta oraz praca przy kasie'],
  ['pl', 'Doświadczenie w sprzedaży. Zarządzanie zespołem.'],
  ['vi', 'Quản lý một nhóm mười người tại công ty.'],
  ['uk', 'Керувала командою з десяти людей'],
  ['ja', '10名のチームを率いた'],
]

t.test('the language of a short text is told by different words, and English where they are few', async t => {
  for (const [language, text] of short) t.equal(guessLanguage(text), language, text)
})
