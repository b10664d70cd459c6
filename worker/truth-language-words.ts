// Words that tell which language a text in Latin letters is written in: the smallest ones, and those of most résumés.

const words = (list: string): string[] => list.trim().split(/\s+/)

export const ENGLISH: string[] =
  words(`the and of to in for with on by as at from is are was were be been an or that this these their they them our
  we my it its all new over up into than more per via through across while which who also do no not have has had will would can you your
  am about after before between both during each within using used led managed built worked helped years experience work skills`)

export interface LatinLanguage {
  language: string
  /** Words that English or another language has too, or names. */
  shared: string[]
  /** Words that are of this language, or of it and its sister. */
  own: string[]
  /** `most` words with one of them tell too; where it is one, since "café" and "façade" are English. */
  letters: RegExp
  most: number
}

export const LATIN: LatinLanguage[] = [
  {
    language: 'de',
    shared: words('der die das des den dem von am im war um bis seit wie ein man als'),
    own: words(`und mit für eine einen einem einer eines bei auf aus zur zum ist sind wurde wurden nicht auch nach über unter durch sowie oder ich
      wir sie ihre meine erfahrung jahre jahren kunden mitarbeiter leitung leitete geleitet entwicklung entwickelt entwickelte betreuung betreut
      betreute verantwortlich kenntnisse arbeit berufserfahrung unternehmen umsatz kosten erstellt erstellung einführung eingeführt gearbeitet
      gesenkt gesteigert verbessert aufgebaut durchgeführt umgesetzt prozesse abteilung personen verkauf vertrieb verkäufer verkäuferin
      buchhalter buchhalterin ingenieur ingenieurin entwickler entwicklerin softwareentwickler kellner kellnerin lehrer lehrerin fahrer
      inventur zuverlässig zuverlässige`),
    letters: /[äöüß]/u,
    most: 2,
  },
  {
    language: 'fr',
    shared: words(
      'le la les et de des du un pour sur au aux est en par plus nous vous son sa ses mes me je ou qui que',
    ),
    own: words(`une dans avec sont cette ces chez leur ans années expérience équipe équipes gestion développement création suivi travail projets
      responsable encadrement encadré vente ventes clientèle entreprise formation réduit augmenté dirigé géré conçu affaires comptes factures
      infirmier infirmière vendeur vendeuse comptable serveur serveuse salle accueil cuisinier ingénieur ingénieure développeur développeuse
      logiciel caisse magasin personnes`),
    letters: /[éèêàùçœ]/u,
    most: 1,
  },
  {
    language: 'es',
    shared: words('el la los las del de que para con una un por en como al se su sus es mi son entre sobre personas'),
    own: words(`más año años experiencia equipo clientes cliente ventas gestión desarrollo trabajo proyectos empresa responsable atención desde hasta
      durante enfermero enfermera vendedor vendedora contable contador camarero camarera ingeniero ingeniera desarrollador desarrolladora
      profesor profesora caja cuidados aumenté reduje dirigí contabilidad tienda aplicaciones`),
    letters: /[áíóúñ]/u,
    most: 1,
  },
  {
    language: 'it',
    shared: words('il lo la le di del con per una un da al ai su come ed ho alla'),
    own: words(`gli della dei delle dello degli nel nella nelle che dal dalla anche sono esperienza anni gestione sviluppo clienti vendite vendita lavoro
      progetti azienda responsabile presso infermiere infermiera commesso commessa contabile cameriere cameriera ingegnere sviluppatore
      sviluppatrice magazzino terapia aumentato ridotto guidato fatturazione persone applicazioni settore dettaglio ristorante`),
    letters: /[àèìòù]/u,
    most: 1,
  },
  {
    language: 'pt',
    shared: words('os as do da dos das de em no na nos nas para com um por que ao aos se foi como'),
    own: words(`uma pelo pela são mais não experiência anos equipe equipa clientes cliente gestão desenvolvimento vendas trabalho projetos empresa
      responsável atendimento enfermeiro enfermeira vendedor vendedora contador contadora engenheiro engenheira desenvolvedor desenvolvedora
      caixa aumentei reduzi liderei contabilidade loja pessoas unidade aplicações`),
    letters: /[ãõçáéêâó]/u,
    most: 1,
  },
  {
    language: 'nl',
    shared: words('de en van met op te dat die om als door tot uit'),
    own: words(`het een voor bij aan naar niet ook zijn haar mijn wij ik ervaring jaar jaren klanten medewerkers ontwikkeling ontwikkeld ontwikkelde
      leiding verantwoordelijk werkzaamheden bedrijf projecten binnen gewerkt verpleegkundige verkoper verkoopmedewerker boekhouder
      ontwikkelaar kassamedewerker omzet verhoogd verlaagd administratie supermarkt mensen gegeven afdeling magazijn`),
    letters: /ij/u,
    most: 1,
  },
  {
    language: 'pl',
    shared: words('na do od ze we po za pod nad lat jest'),
    own: words(`oraz dla przy się jako przez są był była który która które nie lub roku doświadczenie zespół zespołu zespołem klientów klienta obsługa
      zarządzanie prowadzenie praca pracy sprzedaż sprzedaży projektów firmy rozwój pielęgniarka kasjer kasjerka księgowa sprzedawca
      inżynier programista kierowca kelner sklep sklepie kasy kasie tworzenie stron osób rozliczeń`),
    letters: /[ąęłżźśćń]/u,
    most: 2,
  },
  {
    language: 'vi',
    shared: words('cho trong'),
    own: words('và của các với được là một những tại từ công ty năm kinh nghiệm nhân viên doanh'),
    letters: /[ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/u,
    most: 2,
  },
]
