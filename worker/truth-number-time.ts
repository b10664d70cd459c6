// The units of time that a number counts: 12 months are not 12 years, but they are one year.

/** Each with how many of the smallest unit of its kind it holds: milliseconds, or months. */
interface Span {
  kind: 'short' | 'long'
  length: number
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** In words, then in scripts without spaces. */
const UNITS: [words: string, signs: string, span: Span][] = [
  ['ms|msecs?|milliseconds?|millisekunden|millisecondes|мс', '毫秒|ミリ秒', { kind: 'short', length: 1 }],
  [
    "s(?!['’])|secs?|seconds?|sekunden?|secondes?|segundos?|second[oi]|seconden|sekund\\p{L}*|секунд\\p{L}*|сек|δευτερόλεπτ\\p{L}*|giây|ثانية|ثوان\\p{L}*|שניות|सेकंड",
    '秒|초|วินาที',
    { kind: 'short', length: 1000 },
  ],
  [
    'mins?|minutes?|minuten?|minut[aeiouy]?s?|хвилин\\p{L}*|хв|минут\\p{L}*|мин|λεπτ\\p{L}+|phút|دقيقة|دقائق|דקות|मिनट',
    '分(?!の|之)|분|นาที',
    { kind: 'short', length: MINUTE },
  ],
  [
    "h(?!['’])|hrs?|hours?|stunden?|std|heures?|horas?|or[ae]|uur|uren|godzin\\p{L}*|годин\\p{L}*|час(?:а|ов|ы|ам)?|ώρ\\p{L}+|stündig\\p{L}*|giờ|ساعة|ساعات|שעות|घंटे",
    '小[时時]|時間|시간|ชั่วโมง',
    { kind: 'short', length: 60 * MINUTE },
  ],
  [
    'days?|workdays?|tage?n?|tägig\\p{L}*|jours?|d[ií]as?|giorn[io]|dag|dagen|dni|dzień|дн(?:і|ів|я|ей|ями)|день|ημέρ\\p{L}+|μέρες|ngày|يوم|يوما|أيام|ימים|दिन',
    '日|天|일|วัน',
    { kind: 'short', length: DAY },
  ],
  [
    'wks?|weeks?|wochen?|wöchig\\p{L}*|semaines?|semanas?|settiman[ae]|weken|tygod\\p{L}*|тиж\\p{L}*|недел\\p{L}*|εβδομάδ\\p{L}*|tuần|أسبوع|أسابيع|שבועות|सप्ताह|हफ्ते',
    '[週周](?!年)|星期|주|สัปดาห์',
    { kind: 'short', length: 7 * DAY },
  ],
  [
    'mos?|months?|monate?n?|monatig\\p{L}*|mois|mes|meses|mês|mes[ei]|maand|maanden|miesi[ąę]\\p{L}*|місяц\\p{L}*|месяц\\p{L}*|μήν\\p{L}*|tháng|شهر|شهرا|أشهر|شهور|חודשים|महीने',
    '[个個か箇ヶケヵカ]月|月|개월|달|เดือน',
    { kind: 'long', length: 1 },
  ],
  [
    'quarters?|quartale?n?|trimestr[ei]s?|kwarta[łl]\\p{L}*|квартал\\p{L}*',
    '四半期|季度|분기',
    { kind: 'long', length: 3 },
  ],
  [
    'yrs?|years?|jahre?n?|jährig\\p{L}*|jarig\\p{L}*|letni\\p{L}*|річн\\p{L}*|летн\\p{L}*|ans|années?|años?|ann[io]|a[nñ]os?|jaar|jaren|lat|lata|roku?|рок\\p{L}{0,2}|років|роц\\p{L}|год(?:а|ов|у|ами)|лет|χρόνι\\p{L}*|έτ\\p{L}+|năm|سنة|سنوات|عام|عاما|أعوام|שנים|שנה|साल|वर्ष',
    '年|周年|년|ปี',
    { kind: 'long', length: 12 },
  ],
]

/** What may stand between: "12 full years", "10+ years". */
const BETWEEN =
  '^\\+?[\\s-]{0,3}(?:(?:full|consecutive|straight|working|business|calendar|more|long|of|de|di|von|volle|ganze|повних|полных)[\\s-])?'
const PATTERNS = UNITS.map(([words, signs, span]): [RegExp, Span] => [
  new RegExp(`${BETWEEN}(?:(?:${words})(?![\\p{L}\\p{M}])|${signs})`, 'iu'),
  span,
])
const DECADE = /decade|decenni|décenni|década|jahrzehnt|десятиліт|десятилет/iu
const YEAR: Span = { kind: 'long', length: 12 }

/** The unit that follows a number; a decade has become ten years where the number was multiplied. */
export function readSpan(multiplied: string, rest: string): Span | null {
  if (DECADE.test(multiplied)) return YEAR
  return PATTERNS.find(([pattern]) => pattern.test(rest))?.[1] ?? null
}

/** How many of `to` a value of `from` is; nobody counts a month in days exactly. */
export function isSameSpan(value: number, from: Span, asked: number, to: Span): boolean {
  const [ours, theirs] = [value * from.length, asked * to.length]
  if (from.kind === to.kind) return Math.abs(ours - theirs) < 1e-6 * theirs
  const days = (amount: number, { kind }: Span) => (kind === 'long' ? (amount * 365) / 12 : amount / DAY)
  return Math.abs(days(ours, from) / days(theirs, to) - 1) < ALMOST
}

/** 90 days are three months, 52 weeks a year. */
const ALMOST = 0.03

export const isSameUnit = (one: Span, other: Span): boolean => one.kind === other.kind && one.length === other.length

export type { Span }
