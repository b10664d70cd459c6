// Words that state numbers: small numbers, multipliers, currencies and vague amounts, in the languages we meet most.

const numbered = (first: number, words: string): Record<string, number> =>
  Object.fromEntries(words.split(' ').flatMap((word, index) => word.split('|').map(form => [form, first + index])))

const tens = (words: string): Record<string, number> =>
  Object.fromEntries(words.split(' ').flatMap((word, index) => word.split('|').map(form => [form, 20 + index * 10])))

/** Left out on purpose: words that mean something else in English (Spanish "once" and "dos", German "elf", French "sept"). */
export const NUMBER_WORDS: Record<string, number | undefined> = {
  ...numbered(
    1,
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  ),
  ...numbered(2, 'zwei drei vier fünf sechs sieben acht neun zehn'),
  ...numbered(2, 'deux trois quatre cinq'),
  ...numbered(8, 'huit neuf dix onze douze treize quatorze quinze'),
  ...numbered(3, 'tres cuatro cinco seis siete ocho nueve diez'),
  ...numbered(2, 'два|дві|две|двох|двух три|трьох|трех|трёх чотири|четыре|чотирьох|четырех|четырёх'),
  ...numbered(5, 'пять|пяти шість|шесть|шести сім|семь|семи вісім|восемь|восьми девять|девяти десять|десяти'),
  ...tens('zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert'),
  ...tens('vingt trente quarante cinquante soixante'),
  ...tens('veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien'),
  ...tens('двадцять|двадцать|двадцяти|двадцати тридцять|тридцать|тридцяти|тридцати сорок|сорока пятьдесят|пятидесяти'),
  zwölf: 12,
  zero: 0,
  dozen: 12,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
}

export const TENS: Record<string, number | undefined> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, 20 + index * 10]),
)

/** What may follow a number and multiplies it. */
export const MULTIPLIERS: [RegExp, number][] = [
  [/^[\s-]?hundred(?!\p{L})/iu, 100],
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

type Fixed = { values: string[]; unit: '%' | 'x' | null }
const times = (value: string): Fixed => ({ values: [value], unit: 'x' })
const half: Fixed = { values: ['50'], unit: '%' }

/** Words that state an amount without a numeral: about so many (a number), or exactly so. */
export const VAGUE: Record<string, number | Fixed | undefined> = {
  dozens: 12,
  hundreds: 100,
  thousands: 1e3,
  millions: 1e6,
  billions: 1e9,
  doubled: times('2'),
  doubling: times('2'),
  twofold: times('2'),
  twice: times('2'),
  tripled: times('3'),
  tripling: times('3'),
  trebled: times('3'),
  threefold: times('3'),
  quadrupled: times('4'),
  quadrupling: times('4'),
  fourfold: times('4'),
  fivefold: times('5'),
  tenfold: times('10'),
  half,
  halved: half,
  halving: half,
}

/** They bear "zero": "no downtime" is "zero downtime". */
export const NONE: ReadonlySet<string> = new Set(['no', 'without', 'none', 'never', 'nil', 'free'])

/** Fractions in words, and the percentages that bear them. */
export const FRACTIONS: [RegExp, string[]][] = [
  [/(?<!\p{L})(?:a|one)[ -]third(?!\p{L})/giu, ['33', '33.3', '33.33']],
  [/(?<!\p{L})two[ -]thirds(?!\p{L})/giu, ['66', '66.7', '66.67', '67']],
  [/(?<!\p{L})(?:by a quarter|a quarter (?:of|more|less)|one[ -]quarter)(?!\p{L})/giu, ['25']],
  [/(?<!\p{L})(?:by a fifth|(?:a|one)[ -]fifth of|one[ -]fifth)(?!\p{L})/giu, ['20']],
  [/(?<!\p{L})(?:by a tenth|(?:a|one)[ -]tenth of|one[ -]tenth)(?!\p{L})/giu, ['10']],
  [/(?<!\p{L})three[ -]quarters(?!\p{L})/giu, ['75']],
]

/** Chinese and Japanese numerals before what they count; elsewhere the same characters are parts of words. */
export const HAN_NUMBER =
  /([二两三四五六七八九十百千][〇一二三四五六七八九十百千]*)(?=[人名位社家件倍年月週周日回次台個个店枚本割万億亿]|か月|ヶ月|カ月)/gu

export const HAN_DIGITS: Record<string, number | undefined> = {
  ...Object.fromEntries([...'〇一二三四五六七八九'].map((digit, value) => [digit, value])),
  两: 2,
}
export const HAN_UNITS: Record<string, number | undefined> = { 十: 10, 百: 100, 千: 1000 }
