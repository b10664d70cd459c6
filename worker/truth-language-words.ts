// Words that tell which language a text in Latin letters is written in: the smallest ones, and those of most résumés.

const words = (list: string): string[] => list.trim().split(/\s+/)

export const ENGLISH: string[] =
  words(`the and of to in for with on by as at from is are was were be been an or that this these their they them our
  we my it its all new over up into than more per via through across while which who also do no not have has had will would can you your
  am about after before between both during each within using used led managed built worked helped years experience work skills`)

/** `letters`: `most` words with one of them tell too; where it is one, since "café" and "façade" are English. */
export const LATIN: { language: string; list: string[]; letters: RegExp; most?: number }[] = [
  {
    language: 'de',
    list: words(`der die das und mit für von den dem des ein eine einen einem einer eines bei auf aus zur zum im am ist sind war wurde wurden nicht
      auch als nach über unter durch sowie oder wie um bis seit ich wir sie ihre meine erfahrung jahre jahren kunden mitarbeiter leitung leitete
      geleitet entwicklung entwickelt entwickelte betreuung betreut betreute verantwortlich kenntnisse arbeit berufserfahrung unternehmen umsatz
      kosten erstellt erstellung einführung gearbeitet`),
    letters: /[äöüß]/u,
    most: 2,
  },
  {
    language: 'fr',
    list: words(`le la les et de des du un une pour dans avec sur aux au est sont ou qui que par ce cette ces chez en nous vous je mes ses leur ans
      années expérience équipe équipes gestion développement création suivi travail projets responsable encadrement vente ventes clientèle
      entreprise formation`),
    letters: /[éèêàùçœ]/u,
  },
  {
    language: 'es',
    list: words(`el la los las del de que para con una un por en como al se su sus más es son año años experiencia equipo clientes ventas gestión
      desarrollo trabajo proyectos empresa responsable atención desde hasta entre sobre mi durante`),
    letters: /[áíóúñ]/u,
  },
  {
    language: 'it',
    list: words(`il lo la gli le di del della dei delle dello degli nel nella nelle con per una un che da dal dalla alla al ai su come anche sono ho
      ed esperienza anni gestione sviluppo clienti vendite lavoro progetti azienda responsabile presso`),
    letters: /[àèìòù]/u,
  },
  {
    language: 'pt',
    list: words(`os as do da dos das de em no na nos nas para com uma um por pelo pela que ao aos se foi são mais como experiência anos equipe equipa
      clientes gestão desenvolvimento vendas trabalho projetos empresa responsável atendimento`),
    letters: /[ãõçáéêâó]/u,
  },
  {
    language: 'nl',
    list: words(`de het een en van met voor op bij aan te naar uit door dat die niet ook als om tot zijn haar mijn wij ik ervaring jaar jaren klanten
      medewerkers ontwikkeling ontwikkeld ontwikkelde leiding verantwoordelijk werkzaamheden bedrijf projecten binnen gewerkt`),
    letters: /ij/u,
  },
  {
    language: 'pl',
    list: words(`na do oraz dla przy się od ze we po za jako przez jest są był była który która które nie lub pod nad lat roku doświadczenie zespół
      zespołu zespołem klientów klienta obsługa zarządzanie prowadzenie praca pracy sprzedaży projektów firmy rozwój`),
    letters: /[ąęłżźśćń]/u,
    most: 2,
  },
  {
    language: 'vi',
    list: words('và của các cho với trong được là một những tại từ công ty năm kinh nghiệm'),
    letters: /[ơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/u,
  },
]
