// What stands around numbers and says what they count (currencies, percent, times), and words that state an amount
// without a numeral ("doubled", "a third", "half a million"). Pure data.

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
  [/^zł|^PLN(?!\p{L})/iu, 'PLN'],
  [/^₺|^TRY(?!\p{L})/u, 'TRY'],
  [/^CHF(?!\p{L})/iu, 'CHF'],
  [/^CAD(?!\p{L})/u, 'CAD'],
  [/^AUD(?!\p{L})/u, 'AUD'],
]

export const PERCENT =
  /^[\s-]*(?:%|percent|per cent|percentage|prozent|pour cent|por ciento|por cento|per cento|procent|проц|відсот|パーセント|퍼센트|百分|phần trăm|τοις εκατό|بالمئة|بالمائة|في المئة|في المائة|אחוז|प्रतिशत)/iu
export const TIMES =
  /^(?:\s?[x×](?![\p{L}])|[\s-]?(?:fold|fach)(?!\p{L})|\s(?:times|mal|fois|veces|volte|vezes|keer|razy|рази?|разів|раза)(?!\p{L})|\s?倍|\s?배)/iu

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

const WON = '(?:ranked|placed|finished|came|won|graduated|ranking|placing|finishing|coming|winning)(?: \\p{L}+)?'

/** "Double-check" and "a double degree" double nothing; "double revenue" does. */
const MEASURES = `(?:revenues?|sales|sign-?ups|users?|customers?|clients?|growth|traffic|conversions?|profits?|profitability|output|throughput
  |productivity|performance|capacity|efficiency|engagement|subscribers?|followers|downloads|orders|volumes?|bookings|retention|attendance
  |membership|donations|margins?|income|earnings|turnover|headcount|leads|production|deliveries|installs|usage|adoption|audience|speed|size)`
const KINDS = `(?:annual|yearly|monthly|weekly|daily|total|overall|net|gross|online|offline|organic|average|active|new|paid|recurring|customer|user
  |client|team|company|product|market|sales|store|website|site|web|app|email|export|regional|global|local|server|system)`
const multiplying = (word: string) =>
  `${word} (?:the|our|its|their|his|her|my|this|that|these|those)|${word}(?=(?: ${KINDS}){0,2} ${MEASURES}(?!\\p{L}))
  |(?<=(?:to|helped|would|could|will|did) )${word}(?! (?:check|down|click|book|park|major|up|as|duty|shifts?|digit))(?= )`

/** Half of a large unit: "half a million", "half-million", "eine halbe Million". */
const HALVES: [words: string, value: number][] = [
  [`dozen|dutzend|douzaine|docena|dozzina|dúzia|dozijn|tuzina|дюжини|дюжины`, 6],
  ['century', 50],
  ['hundred|hundert', 50],
  ['thousand|tausend', 500],
  [`million|millón|millon|milione|milhão|miljoen|miliona|мільйона|миллиона`, 5e5],
  [`billion|milliarde?|miliardo|bilhão|miljard|miliarda|мільярда|миллиарда`, 5e8],
  ['trillion', 5e11],
]
const HALF = `(?:(?<!and a )half[ -](?:(?:of )?an? )?|(?:eine? )?halbe[sn]? |(?:un |une )?demi[ -]e?|medi[oa] |mezz[oa] |mei[oa] |een half |pół )`
const SPAN = '(?:hour|day|week|month|year|decade|Jahr|Tag|Stunde)(?!\\p{L})'

/** Amounts in words, read before single numbers. */
export const PHRASES: Phrase[] = [
  ...HALVES.map(([words, value]) => phrase(`${HALF}(?:${words})|(?:пів|пол) ?(?:${words})`, [String(value)], null)),
  phrase('(?:an? )?quarter(?: of)? a million|(?:a )?quarter[ -]million', ['250000'], null),
  phrase('(?:a|one) (?:hour|day|week|month|year|decade) and a half', ['1.5'], null),
  phrase(`half an?(?= ${SPAN})|half(?=[ -]${SPAN}s?(?:-long)?)|ein(?:en?)? halbe[sn]?(?= ${SPAN})`, ['0.5'], null),
  ...['five', 'six', 'seven', 'eight', 'nine'].map((word, index) =>
    phrase(`(?:${word}|${index + 5})[ -]figures?`, [`~${10 ** (index + 4)}~${10 ** (index + 5)}`], null),
  ),
  phrase('(?:a|one)[ -]third(?![ -]part)', ['33', '33.3', '33.33'], '%'),
  phrase('two[ -]thirds', ['66', '66.7', '66.67', '67'], '%'),
  phrase('by a quarter|a quarter (?:of|more|less)|one[ -]quarter', ['25'], '%'),
  phrase('three[ -]quarters', ['75'], '%'),
  phrase('by a fifth|(?:a|one)[ -]fifth of|one[ -]fifth', ['20'], '%'),
  phrase('by a tenth|(?:a|one)[ -]tenth of|one[ -]tenth', ['10'], '%'),
  phrase(
    `(?<!and a )half|halve[sd]?|halving|halbier\\p{L}*|hälfte|moitié|mitad|metà|dimezz\\p{L}+|metade|helft|gehalveerd\\p{L}*
    |połow\\p{L}+|половин\\p{L}*|наполовину|вполовину|النصف|للنصف`,
    ['50'],
    '%',
  ),
  inside('半減|减半|減半|半分に', ['50'], '%'),
  phrase(
    `doubled|doubling|doubles|${multiplying('double')}|twofold|twice|verdoppel\\p{L}*|doubl(?:é|ée|és|ées|er|ant)
    |duplic(?:ó|ar|ado|ada|ando|amos|ou)|raddoppi\\p{L}+|dobr(?:ou|ar|ando)|verdubbel\\p{L}*|podwoi\\p{L}+|dwukrotn\\p{L}+
    |подвої\\p{L}+|подвоє\\p{L}+|подвоюва\\p{L}+|вдвічі|удвічі|удво[иея]\\p{L}+|вдвое|διπλασί\\p{L}+`,
    ['2'],
    'x',
  ),
  inside('倍増|翻倍|翻番|翻了一番|(?:增加|增长|提高|提升|增長)了?一倍', ['2'], 'x'),
  phrase(
    `tripled|tripling|triples|${multiplying('(?:triple|treble)')}|trebled|trebling|threefold|verdreifach\\p{L}*
    |tripl(?:é|ée|és|ées|er|ant)|triplic(?:ó|ar|ado|ada|ando|ou)|verdrievoudig\\p{L}*|potroi\\p{L}+|trzykrotn\\p{L}+
    |потрої\\p{L}+|втричі|утричі|утро[ия]\\p{L}+|втрое|τριπλασί\\p{L}+`,
    ['3'],
    'x',
  ),
  phrase(
    `quadrupled|quadrupling|quadruples|${multiplying('quadruple')}|fourfold|vervierfach\\p{L}*|quadrupl(?:é\\p{L}*|er|ant|ic\\p{L}+)
    |cuadr[ui]plic\\p{L}+|вчетверо|учетверо|czterokrotn\\p{L}+`,
    ['4'],
    'x',
  ),
  phrase(`quintupl\\p{L}+|впятеро|вп[\u2019']ятеро|pięciokrotn\\p{L}+`, ['5'], 'x'),
  phrase('sextupl\\p{L}+', ['6'], 'x'),
  phrase('septupl\\p{L}+', ['7'], 'x'),
  phrase('octupl\\p{L}+', ['8'], 'x'),
  phrase('fivefold', ['5'], 'x'),
  phrase('tenfold|verzehnfach\\p{L}*|вдесятеро|d[eé]cupl\\p{L}+|decuplic\\p{L}+|dziesięciokrotn\\p{L}+', ['10'], 'x'),
  phrase('centupl\\p{L}+', ['100'], 'x'),
  phrase('a (?:pair|couple) of(?! (?:hundred|thousand|[mb]illion|dozen))', ['2'], null),
  phrase(`${WON} first|first[ -](?:place|prize|rank|in (?:the |her |his |my )?class)`, ['1'], null),
  phrase(`${WON} second|second[ -](?:place|prize|rank|largest|biggest|highest|best)`, ['2'], null),
  phrase('third(?![ -]part(?:y|ies))', ['3'], null),
  ...['十', '百', '千', '[万萬]', '[十拾][万萬]', '百[万萬]', '千[万萬]', '[億亿]'].map((unit, index) =>
    inside(`[数數几幾]${unit}(?![数數余多十百千万萬億亿])`, [`~${10 ** (index + 1)}`], null),
  ),
  inside('成千上[万萬]', ['~1000'], null),
  ...['십', '백', '천', '만', '십만', '백만', '천만', '억'].map((unit, index) =>
    phrase(`수${unit}`, [`~${10 ** (index + 1)}`], null),
  ),
  ...['chục', 'trăm', '(?:nghìn|ngàn)', 'vạn', 'trăm (?:nghìn|ngàn)', 'triệu'].map((unit, index) =>
    phrase(`hàng ${unit}`, [`~${10 ** (index + 1)}`], null),
  ),
]

/** Words that mean an amount where somebody relies on them, and mostly something else. */
export const SOURCE_PHRASES: Phrase[] = [...PHRASES, phrase('a quarter', ['25'], '%')]
