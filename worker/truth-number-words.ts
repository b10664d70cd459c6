// Words that state numbers in every text. Pure data. Those of one language: truth-number-languages.ts.

export type Words = Record<string, number | undefined>

/** Not what every object has: a text may speak of a constructor. */
export const lookUp = <Value>(table: Record<string, Value | undefined>, word: string): Value | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined

/** Values from `first` on, one for each word; forms of one word stand between bars. */
export const numbered = (first: number, words: string, step = 1): Record<string, number> =>
  Object.fromEntries(
    words.split(/\s+/).flatMap((word, index) => word.split('|').map(form => [form, first + index * step])),
  )
export const tens = (words: string): Record<string, number> => numbered(20, words, 10)

const greekHundreds = (stems: string): string => stems.replace(/[^\s|]+/g, '$&α|$&οι|$&ες|$&ων')

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
  ...numbered(
    4,
    `fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth
    eighteenth nineteenth`,
  ),
  ...tens('twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth'),
  hundredth: 100,
  thrice: 3,
  zero: 0,
  dozen: 12,
  decade: 10,
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  ...numbered(2, 'zwei drei vier fünf|fuenf sechs sieben acht neun zehn'),
  zwölf: 12,
  ...tens('zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert'),
  tausend: 1e3,
  milliarde: 1e9,
  duizend: 1e3,
  ...numbered(1e6, 'miljoen|millón|millon|milione|milhão|milion|мільйон|мільйона|миллион|миллиона'),
  ...numbered(1e9, 'miljard|miliardo|milliard|bilhão|miliard|мільярд|мільярда|миллиард|миллиарда'),
  ...numbered(2, 'deux trois quatre cinq'),
  ...numbered(8, 'huit neuf dix onze douze treize quatorze quinze'),
  ...tens('vingt|vingts trente quarante cinquante soixante septante octante|huitante nonante'),
  ...numbered(3, 'tres cuatro cinco seis siete ocho nueve diez'),
  ...tens('veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien|ciento'),
  ...numbered(16, 'dieciséis|dieciseis diecisiete dieciocho diecinueve'),
  ...numbered(
    21,
    `veintiuno|veintiún|veintiuna veintidós|veintidos veintitrés|veintitres veinticuatro veinticinco veintiséis|veintiseis veintisiete
    veintiocho veintinueve`,
  ),
  ...numbered(
    200,
    `doscientos|doscientas trescientos|trescientas cuatrocientos|cuatrocientas quinientos|quinientas seiscientos|seiscientas
    setecientos|setecientas ochocientos|ochocientas novecientos|novecientas`,
    100,
  ),
  ...numbered(
    200,
    `duzentos|duzentas trezentos|trezentas quatrocentos|quatrocentas quinhentos|quinhentas seiscentos|seiscentas
    setecentos|setecentas oitocentos|oitocentas novecentos|novecentas`,
    100,
  ),
  // Ukrainian without its apostrophes, and Russian.
  ...numbered(
    1,
    `один|одна|одного|одной два|дві|две|двох|двом|двома|двух|двумя|двум три|трьох|трех|трёх|трьома|тремя|трём чотири|четыре|чотирьох|четырех|четырёх|чотирма|четырьмя
    пять|пяти|пятью|пятьох|пятьма шість|шесть|шести|шестью|шістьох|шістьма сім|семь|семи|семью|сімох|сьома вісім|восемь|восьми|восемью|вісьмох
    девять|девяти|девятью|девятьох десять|десяти|десятью|десятьох`,
  ),
  ...numbered(
    11,
    `одинадцять|одинадцяти|одиннадцать|одиннадцати дванадцять|дванадцяти|двенадцать|двенадцати тринадцять|тринадцяти|тринадцать|тринадцати
    чотирнадцять|чотирнадцяти|четырнадцать|четырнадцати пятнадцять|пятнадцяти|пятнадцать|пятнадцати
    шістнадцять|шістнадцяти|шестнадцать|шестнадцати сімнадцять|сімнадцяти|семнадцать|семнадцати
    вісімнадцять|вісімнадцяти|восемнадцать|восемнадцати девятнадцять|девятнадцяти|девятнадцать|девятнадцати`,
  ),
  ...tens(
    `двадцять|двадцать|двадцяти|двадцати|двадцятьма|двадцатью тридцять|тридцать|тридцяти|тридцати|тридцятьма|тридцатью сорок|сорока
    пятьдесят|пятидесяти|пятдесят|пятдесяти|пятьюдесятью шістдесят|шістдесяти|шестьдесят|шестидесяти сімдесят|сімдесяти|семьдесят|семидесяти
    вісімдесят|вісімдесяти|восемьдесят|восьмидесяти девяносто|девяноста`,
  ),
  ...numbered(
    200,
    `двісті|двохсот|двести|двухсот триста|трьохсот|трехсот|трёхсот чотириста|чотирьохсот|четыреста|четырехсот|четырёхсот
    пятсот|пятьсот|пятисот шістсот|шестисот|шестьсот сімсот|семисот|семьсот вісімсот|восьмисот|восемьсот девятсот|девятьсот|девятисот`,
    100,
  ),
  ...numbered(1e3, 'тисяча|тисячу|тисячею|тысяча|тысячу|тысячей'),
  ...numbered(1.5, 'півтора|півтори|полтора|полторы'),
  сто: 100,
  ста: 100,
  ...numbered(
    2,
    'δύο|δυο τρία|τρεις|τριών τέσσερα|τέσσερις|τεσσάρων πέντε έξι επτά|εφτά οκτώ|οχτώ εννέα|εννιά δέκα έντεκα δώδεκα',
  ),
  ...numbered(1, 'ένα|ένας|μία|μια'),
  ...numbered(
    13,
    'δεκατρία|δεκατρείς|δεκατριών δεκατέσσερα|δεκατέσσερις δεκαπέντε δεκαέξι δεκαεπτά|δεκαεφτά δεκαοκτώ|δεκαοχτώ δεκαεννέα|δεκαεννιά',
  ),
  ...numbered(
    200,
    greekHundreds('διακόσι τριακόσι τετρακόσι πεντακόσι εξακόσι επτακόσι|εφτακόσι οκτακόσι|οχτακόσι εννιακόσι'),
    100,
  ),
  ...numbered(1e3, 'χίλια|χίλιοι|χίλιες'),
  εκατομμύριο: 1e6,
  δισεκατομμύριο: 1e9,
  ...tens('είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα'),
  εκατό: 100,
  ...numbered(
    2,
    `اثنان|اثنين|اثنتين|اثنتان ثلاثة|ثلاث أربعة|أربع|اربعة|اربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني|ثمان تسعة|تسع عشرة|عشر`,
  ),
  ...numbered(1, 'واحد|واحدة|أحد|إحدى'),
  ...numbered(2, 'اثنا|اثنتا'),
  ...tens('عشرون|عشرين ثلاثون|ثلاثين أربعون|أربعين خمسون|خمسين ستون|ستين سبعون|سبعين ثمانون|ثمانين تسعون|تسعين'),
  مئة: 100,
  مائة: 100,
  ...numbered(200, 'مئتان|مئتين|مائتان|مائتين'),
  ...numbered(
    300,
    `ثلاثمائة|ثلاثمئة أربعمائة|أربعمئة خمسمائة|خمسمئة ستمائة|ستمئة سبعمائة|سبعمئة ثمانمائة|ثمانمئة تسعمائة|تسعمئة`,
    100,
  ),
  ...numbered(1e3, 'ألف|ألفا ألفان|ألفين', 1e3),
  ...numbered(2e6, 'مليونان|مليونين'),
  مليون: 1e6,
  ...numbered(1, 'אחד|אחת'),
  ...numbered(
    2,
    'שניים|שנים|שתיים|שתים|שני|שתי שלושה|שלוש|שלש ארבעה|ארבע חמישה|חמש שישה|שש שבעה|שבע שמונה תשעה|תשע עשרה|עשר',
  ),
  ...tens('עשרים שלושים|שלשים ארבעים חמישים שישים|ששים שבעים שמונים תשעים'),
  מאה: 100,
  מאתיים: 200,
  אלף: 1e3,
  אלפיים: 2e3,
  מיליון: 1e6,
  ...numbered(2, 'दो तीन चार पाँच|पांच छह|छः सात आठ नौ दस'),
  बीस: 20,
  सौ: 100,
  ...numbered(1e3, 'हज़ार|हजार'),
}

/** Small words written onto Arabic and Hebrew numbers: "and", "with", "to", "the". */
export const NUMBER_PREFIX = /^[وبلفكהובלמכש](?=[\p{sc=Arab}\p{sc=Hebr}]{2})/u

/** They bear "zero": "no downtime" is "zero downtime". */
export const NONE: ReadonlySet<string> = new Set(['no', 'without', 'none', 'never', 'nil', 'free'])

/** In a source these bear a number that is asked for; in a text they mostly are no number. */
export const ORDINALS_OF_SOURCE: Words = { first: 1, second: 2 }
