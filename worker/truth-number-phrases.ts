// What stands around numbers and changes them (multipliers, currencies, units), and words that state an amount without
// a numeral ("doubled", "a third", "ranked first"). Pure data.

/** What may follow a number and multiplies it. */
export const MULTIPLIERS: [RegExp, number][] = [
  [/^[\s-]?hundred(?!\p{L})/iu, 100],
  [/^[\s-]?dozen(?!\p{L})/iu, 12],
  [/^[\s-]?decades?(?!\p{L})/iu, 10],
  [/^[\s-]?(?:thousand|tausend|mille|mil|тис\p{L}*|тыс\p{L}*)(?!\p{L})\.?/iu, 1e3],
  [
    /^[\s-]?(?:millions?|millionen|mio|mln|millones|milhões|milioni|млн|мільйон\p{L}*|миллион\p{L}*)(?!\p{L})\.?/iu,
    1e6,
  ],
  [/^[\s-]?(?:billions?|milliarden|mrd|milliards?|млрд|мільярд\p{L}*|миллиард\p{L}*)(?!\p{L})\.?/iu, 1e9],
  [/^[\s-]?lakhs?(?!\p{L})/iu, 1e5],
  [/^[\s-]?crores?(?!\p{L})/iu, 1e7],
  [/^\s?(?:百万|백만)/u, 1e6],
  [/^\s?(?:千|천)/u, 1e3],
  [/^\s?[万萬만]/u, 1e4],
  [/^\s?[億亿억]/u, 1e8],
]

/** Read just before or just after a number. */
export const CURRENCIES: [RegExp, string][] = [
  [/^(?:US)?\$|^(?:USD|dollars?|долар\p{L}*|доллар\p{L}*)(?!\p{L})/iu, 'USD'],
  [/^€|^(?:EUR|euros?|євро|евро)(?!\p{L})/iu, 'EUR'],
  [/^£|^(?:GBP|pounds sterling|pounds?)(?!\p{L})/iu, 'GBP'],
  [/^¥|^(?:JPY|yen)(?!\p{L})|^[円元]/iu, 'JPY'],
  [/^₴|^(?:UAH|грн|гривень|гривні)(?!\p{L})/iu, 'UAH'],
  [/^₽|^(?:RUB|руб\p{L}*)(?!\p{L})/iu, 'RUB'],
  [/^₹|^(?:INR|rupees?)(?!\p{L})/iu, 'INR'],
  [/^₩|^KRW(?!\p{L})|^원/iu, 'KRW'],
  [/^₪|^(?:ILS|NIS|shekels?)(?!\p{L})/iu, 'ILS'],
  [/^₺|^TRY(?!\p{L})/u, 'TRY'],
  [/^CHF(?!\p{L})/iu, 'CHF'],
  [/^CAD(?!\p{L})/u, 'CAD'],
  [/^AUD(?!\p{L})/u, 'AUD'],
]

export const PERCENT =
  /^[\s-]*(?:%|percent|per cent|percentage|prozent|pour cent|por ciento|por cento|per cento|procent|проц|відсот|パーセント|퍼센트|百分|phần trăm|τοις εκατό|بالمئة|بالمائة|في المئة|في المائة|אחוז|प्रतिशत)/iu
export const TIMES =
  /^(?:\s?[x×](?![\p{L}])|[\s-]?(?:fold|fach)(?!\p{L})|\s(?:times|mal|fois|veces|volte|vezes|keer|razy|рази?|разів|раза)(?!\p{L})|\s?倍|\s?배)/iu

/** Roughly so many. */
export const VAGUE: Record<string, number | undefined> = {
  dozens: 12,
  decades: 10,
  hundreds: 100,
  thousands: 1e3,
  millions: 1e6,
  billions: 1e9,
}

export interface Phrase {
  pattern: RegExp
  /** Any of them may stand in the source. */
  values: string[]
  unit: '%' | 'x' | null
}

const phrase = (source: string, values: string[], unit: Phrase['unit']): Phrase => ({
  pattern: new RegExp(`(?<!\\p{L})(?:${source.replace(/\s*\n\s*/g, '')})(?!\\p{L})`, 'giu'),
  values,
  unit,
})
/** For scripts without spaces. */
const inside = (source: string, values: string[], unit: Phrase['unit']): Phrase => ({
  pattern: new RegExp(source, 'gu'),
  values,
  unit,
})

const ORDINALS = 'fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ')
const WON = '(?:ranked|placed|finished|came|won|graduated|ranking|placing|finishing|coming|winning)(?: \\p{L}+)?'

/** Amounts in words, read before single numbers. */
export const PHRASES: Phrase[] = [
  phrase('(?:a|one)[ -]third(?![ -]part)', ['33', '33.3', '33.33'], '%'),
  phrase('two[ -]thirds', ['66', '66.7', '66.67', '67'], '%'),
  phrase('by a quarter|a quarter (?:of|more|less)|one[ -]quarter', ['25'], '%'),
  phrase('three[ -]quarters', ['75'], '%'),
  phrase('by a fifth|(?:a|one)[ -]fifth of|one[ -]fifth', ['20'], '%'),
  phrase('by a tenth|(?:a|one)[ -]tenth of|one[ -]tenth', ['10'], '%'),
  phrase(
    `half|halve[sd]?|halving|halbier\\p{L}*|hälfte|moitié|mitad|metà|dimezz\\p{L}+|metade|helft|gehalveerd\\p{L}*
    |połow\\p{L}+|половин\\p{L}*|наполовину|вполовину|النصف|للنصف`,
    ['50'],
    '%',
  ),
  inside('半減|减半|減半|半分に', ['50'], '%'),
  phrase(
    `doubled|doubling|doubles|double (?:the|our|its|their)|twofold|twice|verdoppel\\p{L}*|doubl(?:é|ée|és|ées|er|ant)
    |duplic(?:ó|ar|ado|ada|ando|amos|ou)|raddoppi\\p{L}+|dobr(?:ou|ar|ando)|verdubbel\\p{L}*|podwoi\\p{L}+|dwukrotn\\p{L}+
    |подвої\\p{L}+|подвоє\\p{L}+|подвоюва\\p{L}+|вдвічі|удвічі|удво[иея]\\p{L}+|вдвое|διπλασί\\p{L}+`,
    ['2'],
    'x',
  ),
  inside('倍増|翻倍|翻番|翻了一番|(?:增加|增长|提高|提升|增長)了?一倍', ['2'], 'x'),
  phrase(
    `tripled|tripling|triples|triple (?:the|our|its|their)|trebled|trebling|threefold|verdreifach\\p{L}*
    |tripl(?:é|ée|és|ées|er|ant)|triplic(?:ó|ar|ado|ada|ando|ou)|verdrievoudig\\p{L}*|potroi\\p{L}+|trzykrotn\\p{L}+
    |потрої\\p{L}+|втричі|утричі|утро[ия]\\p{L}+|втрое|τριπλασί\\p{L}+`,
    ['3'],
    'x',
  ),
  phrase('quadrupled|quadrupling|quadruples|fourfold|vervierfach\\p{L}*|quadrupl(?:é|er)|вчетверо', ['4'], 'x'),
  phrase('fivefold', ['5'], 'x'),
  phrase('tenfold|verzehnfach\\p{L}*|вдесятеро', ['10'], 'x'),
  phrase('a (?:pair|couple) of', ['2'], null),
  phrase(`${WON} first|first[ -](?:place|prize|rank|in (?:the |her |his |my )?class)`, ['1'], null),
  phrase(`${WON} second|second[ -](?:place|prize|rank|largest|biggest|highest|best)`, ['2'], null),
  phrase('third(?![ -]part(?:y|ies))', ['3'], null),
  ...ORDINALS.map((word, index) => phrase(word, [String(index + 4)], null)),
]
