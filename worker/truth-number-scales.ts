// What follows a number and multiplies it: "2 million", "5k", "3 Mrd.", and suffixes that look so and are none we know.

const scale = (words: string, factor: number): [RegExp, number] => [
  new RegExp(`^[\\s-]{0,3}(?:${words.replace(/\s*\n\s*/g, '')})(?!\\p{L})\\.?`, 'iu'),
  factor,
]
/** For scripts without spaces. */
const sign = (signs: string, factor: number): [RegExp, number] => [new RegExp(`^\\s?(?:${signs})`, 'u'), factor]

/** Short forms stand before the words that begin with them. "Billion" is 10⁹ in English, its German plural 10¹². */
export const MULTIPLIERS: [RegExp, number][] = [
  scale('hundreds?|hundert|honderd|מאות', 100),
  scale('mươi', 10),
  scale('dozens?|dutzend|docenas?|douzaines?|dozzin[ae]|dúzias?|dozijn|tuzin\\p{L}*|дюжин\\p{L}*', 12),
  scale('decades?|jahrzehnte?n?|décennies?|décadas?|decenni[oi]?|десятиліт\\p{L}*|десятилет\\p{L}*', 10),
  scale(
    `thousands?|tausend|tsd|mille|milliers?|mil|mila|millares|milhares|migliaia|duizend|tys|tysi[ąę]\\p{L}*|tisíc\\p{L}*|tusen|tusind
    |тис|тисяч\\p{L}*|тыс|тысяч\\p{L}*|χιλιάδ\\p{L}*|ألف|ألفا|آلاف|אלף|אלפי|אלפים|हज़ार|हजार|nghìn|ngàn`,
    1e3,
  ),
  scale(
    `millions?|millionen|millioner|mn|mio|mln|millón|millon|millones|milhão|milhões|milione|milioni|miljoen|miljoner|miljon|mili[oó]n\\p{L}*
    |milyon|млн|мільйон\\p{L}*|миллион\\p{L}*|εκατομμύρι\\p{L}*|مليون|ملايين|מיליון|מיליוני|triệu|kk|кк`,
    1e6,
  ),
  scale(
    `billions?|bn|bln|milliarden?|mrd|mds?(?=\\s?(?:€|EUR|d.euros))|milliards?|milliarder|miliard\\p{L}*|mlr?ds?|miljard|miljarder|bilhão|bilhões|milyar
    |млрд|мільярд\\p{L}*|миллиард\\p{L}*|δισεκατομμύρι\\p{L}*|مليار|مليارات|מיליארד|מיליארדי|tỷ|tỉ`,
    1e9,
  ),
  scale(
    `trillions?|tn|tln|trn|billionen|billón|billones|trilhão|trilhões|biljoen|bilion\\p{L}*|bilioni|трлн|трильйон\\p{L}*|триллион\\p{L}*
    |تريليون|טריליון`,
    1e12,
  ),
  scale('quadrillions?|квадрильйон\\p{L}*|квадриллион\\p{L}*', 1e15),
  scale('quintillions?|trillionen', 1e18),
  scale('lakhs?|लाख', 1e5),
  scale('crores?|करोड़', 1e7),
  sign('百万|백만|ล้าน', 1e6),
  sign('แสน', 1e5),
  sign('หมื่น', 1e4),
  sign('[千仟천]|พัน', 1e3),
  sign('[百佰백]|ร้อย', 100),
  sign('[余餘多]?[万萬만]', 1e4),
  sign('[余餘多]?[億亿억]', 1e8),
  sign('兆|조(?=\\s?(?:원|달러|유로|엔))', 1e12),
]

const LETTERS: Record<string, number> = { k: 1e3, к: 1e3, m: 1e6, mm: 1e6, b: 1e9, bn: 1e9, t: 1e12 }

/** A lone letter counts where it is glued on (5m users), a `k` or a capital (5 M); "5 m" is a length. */
const GLUED = /^([kк]|mm?|bn?|t)(?![\p{L}\p{N}])/iu
const SPACED = /^\s(k|K|M|B|MM|BN)(?![\p{L}\p{N}])/u
/** German books write T€ and TEUR for thousands. */
const BEFORE_CURRENCY = /^\s?([kTM])(?=€|(?:EUR|USD|GBP|CHF|PLN|UAH)(?!\p{L}))/u

/** Short suffixes without a vowel that are units or endings, so no multiplier that we only do not know. */
const UNITS = new Set(
  `st nd rd th x s d g p l t m w v h y n c r f j xl pl km cm mm nm kg mg ml cl hl kb mb gb tb pb hz mhz ghz khz kw mw gw kv px pt pts
  fps rpm ft lb lbs pp pm ms hr hrs yr yrs wk wks ltr sq mph kph db dl bp bps kbps mbps gbps
  х м й г т л р х го мм см км кг мг шт хв год грн руб чол тб гб мб кб`.split(/\s+/),
)
/** "30qq", "2 zillion": what it multiplies by is unknown, so the number is another than the bare one. */
const UNKNOWN =
  /^(?:[bcdfghj-np-tv-zбвгджзклмнпрстфхцчшщ]{1,4}|[\s-]?\p{L}*(?:illion|illiard|ільйон|иллион)\p{L}*)(?!\p{L})/iu

export interface Multiplied {
  factor: number
  /** What is not read yet. */
  rest: string
  /** The suffix is a lone letter that may be a unit as well: 5m, 5mm, 5t. */
  isUnsure: boolean
  /** A suffix that we don't know. */
  unknown: string
}

export function readMultiplier(after: string): Multiplied {
  const read = { factor: 1, rest: after, isUnsure: false, unknown: '' }
  const currency = BEFORE_CURRENCY.exec(after)
  if (currency) return cut(read, currency[0], currency[1] === 'M' ? 1e6 : 1e3)
  const short = GLUED.exec(after) ?? SPACED.exec(after)
  if (short) return readLetter(read, short)
  // "3천만" and "mil millones" are multiplied twice.
  for (let found = findMultiplier(read.rest); found; found = findMultiplier(read.rest)) cut(read, found[0], found[1])
  const unknown = read.factor === 1 ? UNKNOWN.exec(after)?.[0] : undefined
  return unknown && !UNITS.has(unknown.toLowerCase()) ? { ...cut(read, unknown, 1), unknown: unknown.trim() } : read
}

function readLetter(read: Multiplied, [whole, letter = '']: RegExpExecArray): Multiplied {
  const isUnsure = /^(?:mm?|t)$/.test(letter)
  return { ...cut(read, whole, LETTERS[letter.toLowerCase()] ?? 1), isUnsure }
}

function cut(read: Multiplied, part: string, factor: number): Multiplied {
  read.factor *= factor
  read.rest = read.rest.slice(part.length)
  return read
}

/** The text of the multiplier that opens `text`, and what it multiplies by. */
export function findMultiplier(text: string): [string, number] | null {
  for (const [pattern, factor] of MULTIPLIERS) {
    const match = pattern.exec(text)
    if (match) return [match[0], factor]
  }
  return null
}
