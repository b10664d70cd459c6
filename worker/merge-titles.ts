// What the sections of a résumé are called, by language; English where we have none.
import type { SectionKey } from './render/resume.ts'

export const sectionTitle = (key: SectionKey, language: string): string => {
  const titles = TITLES[language.split('-')[0] as string] ?? (TITLES.en as string[])
  return titles[KEYS.indexOf(key)] as string
}

/** What stands between the parts of a list. */
export const listSeparator = (language: string): string => SEPARATORS[language.split('-')[0]!] ?? ', '

const SEPARATORS: Record<string, string | undefined> = { ja: '、', zh: '、', ar: '، ', fa: '، ', ur: '، ' }

/** What stands before a grade. */
export const gradeLabel = (language: string): string => GRADES[language.split('-')[0]!] ?? 'Grade'

const GRADES: Record<string, string | undefined> = {
  de: 'Note',
  fr: 'Note',
  es: 'Nota media',
  it: 'Voto',
  pt: 'Média',
  nl: 'Cijfer',
  pl: 'Ocena',
  vi: 'Điểm',
  uk: 'Оцінка',
  ru: 'Оценка',
  el: 'Βαθμός',
  ja: '成績',
  zh: '成绩',
  ko: '학점',
  ar: 'المعدل',
  he: 'ציון',
}

const KEYS: SectionKey[] = [
  'summary',
  'skills',
  'work',
  'projects',
  'education',
  'certificates',
  'volunteer',
  'awards',
  'languages',
]

const list = (titles: string): string[] => titles.split(' | ')

const TITLES: Record<string, string[] | undefined> = {
  en: list(
    'Summary | Skills | Work Experience | Projects | Education | Certifications | Volunteer Experience | Awards | Languages',
  ),
  de: list(
    'Profil | Kenntnisse | Berufserfahrung | Projekte | Ausbildung | Zertifikate | Ehrenamt | Auszeichnungen | Sprachen',
  ),
  fr: list(
    'Profil | Compétences | Expérience professionnelle | Projets | Formation | Certifications | Bénévolat | Distinctions | Langues',
  ),
  es: list(
    'Perfil | Competencias | Experiencia laboral | Proyectos | Formación | Certificaciones | Voluntariado | Premios | Idiomas',
  ),
  it: list(
    'Profilo | Competenze | Esperienza lavorativa | Progetti | Istruzione | Certificazioni | Volontariato | Premi | Lingue',
  ),
  pt: list(
    'Perfil | Competências | Experiência profissional | Projetos | Formação | Certificações | Voluntariado | Prêmios | Idiomas',
  ),
  nl: list(
    'Profiel | Vaardigheden | Werkervaring | Projecten | Opleiding | Certificaten | Vrijwilligerswerk | Prijzen | Talen',
  ),
  pl: list(
    'Profil | Umiejętności | Doświadczenie zawodowe | Projekty | Wykształcenie | Certyfikaty | Wolontariat | Nagrody | Języki',
  ),
  vi: list(
    'Tóm tắt | Kỹ năng | Kinh nghiệm làm việc | Dự án | Học vấn | Chứng chỉ | Hoạt động tình nguyện | Giải thưởng | Ngôn ngữ',
  ),
  uk: list('Про себе | Навички | Досвід роботи | Проєкти | Освіта | Сертифікати | Волонтерство | Нагороди | Мови'),
  ru: list('О себе | Навыки | Опыт работы | Проекты | Образование | Сертификаты | Волонтёрство | Награды | Языки'),
  el: list(
    'Προφίλ | Δεξιότητες | Επαγγελματική εμπειρία | Έργα | Εκπαίδευση | Πιστοποιήσεις | Εθελοντισμός | Διακρίσεις | Γλώσσες',
  ),
  ja: list('職務要約 | スキル | 職務経歴 | プロジェクト | 学歴 | 資格 | ボランティア | 受賞歴 | 言語'),
  zh: list('个人简介 | 技能 | 工作经历 | 项目经历 | 教育背景 | 证书 | 志愿者经历 | 获奖情况 | 语言'),
  ko: list('요약 | 기술 | 경력 | 프로젝트 | 학력 | 자격증 | 봉사 활동 | 수상 | 언어'),
  ar: list('نبذة | المهارات | الخبرة العملية | المشاريع | التعليم | الشهادات | العمل التطوعي | الجوائز | اللغات'),
  he: list('תקציר | מיומנויות | ניסיון תעסוקתי | פרויקטים | השכלה | הסמכות | התנדבות | פרסים | שפות'),
}
