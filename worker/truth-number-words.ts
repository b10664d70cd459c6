// Words that state numbers: small numbers and tens by language. Pure data. Amounts in other words: truth-number-phrases.ts.

type Words = Record<string, number | undefined>

/** Values from `first` on, one for each word; forms of one word stand between bars. */
const numbered = (first: number, words: string, step = 1): Record<string, number> =>
  Object.fromEntries(
    words.split(/\s+/).flatMap((word, index) => word.split('|').map(form => [form, first + index * step])),
  )
const tens = (words: string): Record<string, number> => numbered(20, words, 10)

/**
 * Read in every text. Left out on purpose: words that mean something else in English (Spanish "once" and "dos", German
 * "elf", Italian "due", French "sept"); those are read in texts of their language.
 */
export const NUMBER_WORDS: Words = {
  ...numbered(
    1,
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  ),
  ...tens('twenty thirty forty fifty sixty seventy eighty ninety'),
  zero: 0,
  dozen: 12,
  decade: 10,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  ...numbered(2, 'zwei drei vier fünf|fuenf sechs sieben acht neun zehn'),
  zwölf: 12,
  ...tens('zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert'),
  ...numbered(2, 'deux trois quatre cinq'),
  ...numbered(8, 'huit neuf dix onze douze treize quatorze quinze'),
  ...tens('vingt trente quarante cinquante soixante'),
  ...numbered(3, 'tres cuatro cinco seis siete ocho nueve diez'),
  ...tens('veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien'),
  // Ukrainian without its apostrophes, and Russian.
  ...numbered(
    2,
    `два|дві|две|двох|двом|двома|двух|двумя|двум три|трьох|трех|трёх|трьома|тремя|трём чотири|четыре|чотирьох|четырех|четырёх|чотирма|четырьмя
    пять|пяти|пятью|пятьох|пятьма шість|шесть|шести|шестью|шістьох|шістьма сім|семь|семи|семью|сімох|сьома вісім|восемь|восьми|восемью|вісьмох
    девять|девяти|девятью|девятьох десять|десяти|десятью|десятьох`,
  ),
  ...tens(
    'двадцять|двадцать|двадцяти|двадцати|двадцятьма тридцять|тридцать|тридцяти|тридцати сорок|сорока пятьдесят|пятидесяти|пятдесят',
  ),
  сто: 100,
  ста: 100,
  ...numbered(
    2,
    'δύο|δυο τρία|τρεις|τριών τέσσερα|τέσσερις|τεσσάρων πέντε έξι επτά|εφτά οκτώ|οχτώ εννέα|εννιά δέκα έντεκα δώδεκα',
  ),
  ...tens('είκοσι τριάντα σαράντα πενήντα'),
  εκατό: 100,
  ...numbered(
    2,
    `اثنان|اثنين|اثنتين|اثنتان ثلاثة|ثلاث أربعة|أربع|اربعة|اربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني|ثمان تسعة|تسع عشرة|عشر`,
  ),
  ...tens('عشرون|عشرين ثلاثون|ثلاثين أربعون|أربعين خمسون|خمسين'),
  مئة: 100,
  مائة: 100,
  ...numbered(2, 'שניים|שתיים|שני|שתי שלושה|שלוש ארבעה|ארבע חמישה|חמש שישה|שש שבעה|שבע שמונה תשעה|תשע עשרה|עשר'),
  ...tens('עשרים שלושים ארבעים חמישים'),
  מאה: 100,
  ...numbered(2, 'दो तीन चार पाँच|पांच छह|छः सात आठ नौ दस'),
  बीस: 20,
  सौ: 100,
}

/** Read in texts of that language alone. */
export const NUMBER_WORDS_OF: Record<string, Words | undefined> = {
  de: {
    ...numbered(10, 'zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'),
    dutzend: 12,
    jahrzehnt: 10,
  },
  fr: { ...numbered(6, 'six sept'), seize: 16, dizaine: 10, douzaine: 12, vingtaine: 20, centaine: 100, décennie: 10 },
  es: { dos: 2, ...numbered(11, 'once doce trece catorce quince'), docena: 12, decena: 10, década: 10 },
  it: {
    ...numbered(2, 'due tre quattro cinque sei sette otto nove dieci undici dodici'),
    ...tens('venti trenta quaranta cinquanta'),
    decina: 10,
    cento: 100,
  },
  pt: {
    ...numbered(
      2,
      'dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis|dezasseis',
    ),
    ...tens('vinte trinta quarenta cinquenta'),
    dezena: 10,
    cem: 100,
    década: 10,
  },
  nl: {
    ...numbered(2, 'twee drie vier vijf zes zeven acht negen tien elf twaalf'),
    ...tens('twintig dertig veertig vijftig'),
    honderd: 100,
  },
  pl: {
    ...numbered(
      2,
      `dwa|dwie|dwóch|dwoma|dwiema|dwóm|dwu trzy|trzech|trzema|trzem cztery|czterech|czterema|czterem pięć|pięciu|pięcioma sześć|sześciu|sześcioma
      siedem|siedmiu|siedmioma osiem|ośmiu|ośmioma dziewięć|dziewięciu|dziewięcioma dziesięć|dziesięciu|dziesięcioma`,
    ),
    ...tens('dwadzieścia|dwudziestu trzydzieści|trzydziestu czterdzieści|czterdziestu pięćdziesiąt|pięćdziesięciu'),
    sto: 100,
    stu: 100,
  },
  // "năm" is left out: it is a year too.
  vi: numbered(2, 'hai ba bốn') as Words,
}
Object.assign(NUMBER_WORDS_OF.vi!, numbered(6, 'sáu bảy tám chín mười'))

/** After which a small number adds up: "twenty-five". */
export const TENS: Words = {
  ...tens('twenty thirty forty fifty sixty seventy eighty ninety'),
  ...tens('vingt trente quarante cinquante soixante'),
}

/** Written as one word: fünfundzwanzig, vijfentwintig. Small number, then tens. */
export const JOINED_NUMBER = /^(\p{L}{3,7}?)(?:und|en|ën)(\p{L}{5,8})$/u
export const JOINED_ONE: Words = { ein: 1, een: 1 }

/** Small words written onto Arabic and Hebrew numbers: "and", "with", "to", "the". */
export const NUMBER_PREFIX = /^[وبلفكהובלמכש](?=[\p{sc=Arab}\p{sc=Hebr}]{2})/u

/** They bear "zero": "no downtime" is "zero downtime". */
export const NONE: ReadonlySet<string> = new Set(['no', 'without', 'none', 'never', 'nil', 'free'])

/** In a source these bear a number that is asked for; in a text they mostly are no number. */
export const ORDINALS_OF_SOURCE: Words = { first: 1, second: 2 }

/** Chinese and Japanese numerals before what they count; elsewhere the same characters are parts of words. */
export const HAN_NUMBER =
  /((?:[二两兩三四五六七八九十百千廿壹贰叁肆伍陆柒捌玖拾]|一(?=[十百千]))[〇零一二三四五六七八九十百千拾佰仟]*)(?=[人名位社家件倍年月週周日回次台個个店枚本割万億亿項项款組组種种座所套つ]|か月|ヶ月|カ月)/gu
/** 百分之三十 is 30 %, and so are 三成 and 三割. */
export const HAN_PERCENT = /百分之([〇零一二两兩三四五六七八九十百]+)/gu
export const HAN_TENTHS = /([一二两兩三四五六七八九])(?:成(?![為为功立员員果本長长績绩熟就交份])|割(?!引|合))/gu

export const HAN_DIGITS: Words = {
  ...Object.fromEntries([...'〇一二三四五六七八九'].map((digit, value) => [digit, value])),
  ...Object.fromEntries([...'零壹贰叁肆伍陆柒捌玖'].map((digit, value) => [digit, value])),
  两: 2,
  兩: 2,
  廿: 20,
}
export const HAN_UNITS: Words = { 十: 10, 百: 100, 千: 1000, 拾: 10, 佰: 100, 仟: 1000 }

/** The same for Korean and Thai. */
export const COUNTED_NUMBER =
  /(두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무)(?= ?(?:명|개|팀|곳|배|건|해|달|가지|차례|번|대|사람|살))|(สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)(?= ?(?:คน|ทีม|ปี|เท่า|โครงการ|เดือน|แห่ง|ครั้ง))/gu
export const COUNTED: Words = {
  ...numbered(2, '두 세 네 다섯 여섯 일곱 여덟 아홉 열'),
  스무: 20,
  ...numbered(2, 'สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ'),
}
