// Words that state numbers in texts of their language alone, and words that state roughly how many. Pure data.
import { numbered, tens, type Words } from './truth-number-words.ts'

const SPANISH_AND_PORTUGUESE: Words = { mil: 1e3 }

/** Read in texts of that language alone: elsewhere they mean something else (cent, mil, once) or are names. */
export const NUMBER_WORDS_OF: Record<string, Words | undefined> = {
  de: {
    ...numbered(10, 'zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'),
    dutzend: 12,
    jahrzehnt: 10,
    jahrzehnte: 10,
    anderthalb: 1.5,
    eineinhalb: 1.5,
    zweieinhalb: 2.5,
  },
  fr: {
    ...numbered(1, 'un|une'),
    ...numbered(6, 'six sept'),
    seize: 16,
    dizaine: 10,
    douzaine: 12,
    quinzaine: 15,
    vingtaine: 20,
    trentaine: 30,
    cinquantaine: 50,
    centaine: 100,
    ...numbered(100, 'cent|cents'),
    mille: 1e3,
    millier: 1e3,
    décennie: 10,
  },
  es: {
    ...SPANISH_AND_PORTUGUESE,
    ...numbered(1, 'uno|un|una dos'),
    ...numbered(11, 'once doce trece catorce quince'),
    docena: 12,
    decena: 10,
    centenar: 100,
    millar: 1e3,
    década: 10,
  },
  it: {
    ...numbered(
      2,
      `due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto
      diciannove`,
    ),
    ...tens('venti trenta quaranta cinquanta sessanta settanta ottanta novanta'),
    decina: 10,
    dozzina: 12,
    cento: 100,
    centinaio: 100,
    mille: 1e3,
    migliaio: 1e3,
  },
  pt: {
    ...SPANISH_AND_PORTUGUESE,
    ...numbered(
      1,
      `um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis|dezasseis
      dezessete|dezassete dezoito dezenove|dezanove`,
    ),
    ...tens('vinte trinta quarenta cinquenta sessenta setenta oitenta noventa'),
    dezena: 10,
    dúzia: 12,
    cem: 100,
    cento: 100,
    centena: 100,
    milhar: 1e3,
    década: 10,
  },
  nl: {
    ...numbered(
      2,
      `twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien
      negentien`,
    ),
    ...tens('twintig dertig veertig vijftig zestig zeventig tachtig negentig'),
    één: 1,
    honderd: 100,
    dozijn: 12,
    anderhalf: 1.5,
    anderhalve: 1.5,
  },
  pl: {
    ...numbered(
      1,
      `jeden|jedna|jednego dwa|dwie|dwóch|dwoma|dwiema|dwóm|dwu trzy|trzech|trzema|trzem cztery|czterech|czterema|czterem pięć|pięciu|pięcioma sześć|sześciu|sześcioma
      siedem|siedmiu|siedmioma osiem|ośmiu|ośmioma dziewięć|dziewięciu|dziewięcioma dziesięć|dziesięciu|dziesięcioma
      jedenaście|jedenastu dwanaście|dwunastu trzynaście|trzynastu czternaście|czternastu piętnaście|piętnastu
      szesnaście|szesnastu siedemnaście|siedemnastu osiemnaście|osiemnastu dziewiętnaście|dziewiętnastu`,
    ),
    ...tens(
      `dwadzieścia|dwudziestu trzydzieści|trzydziestu czterdzieści|czterdziestu pięćdziesiąt|pięćdziesięciu
      sześćdziesiąt|sześćdziesięciu siedemdziesiąt|siedemdziesięciu osiemdziesiąt|osiemdziesięciu
      dziewięćdziesiąt|dziewięćdziesięciu`,
    ),
    ...numbered(
      100,
      `sto|stu dwieście|dwustu trzysta|trzystu czterysta|czterystu pięćset|pięciuset sześćset|sześciuset
      siedemset|siedmiuset osiemset|ośmiuset dziewięćset|dziewięciuset`,
      100,
    ),
    ...numbered(1000, 'tysiąc|tysiąca|tysiącem'),
    tuzin: 12,
    półtora: 1.5,
    dekada: 10,
  },
  tr: {
    ...numbered(1, 'bir iki üç dört beş altı yedi sekiz dokuz on'),
    ...tens('yirmi otuz kırk elli altmış yetmiş seksen doksan yüz'),
    bin: 1e3,
  },
  vi: {
    // "năm" is left out: it is a year too.
    ...numbered(1, 'một|mốt hai ba bốn|tư lăm'),
    ...numbered(6, 'sáu bảy tám chín mười'),
    trăm: 100,
    nghìn: 1e3,
    ngàn: 1e3,
  },
}

/** Between the parts of one number: "treinta y cinco", "vinte e cinco", "vingt et un". */
export const NUMBER_JOINTS: ReadonlySet<string> = new Set(['y', 'e', 'et', 'και'])
/** After hundreds and thousands alone: "two hundred and fifty". */
export const ROUND_JOINTS: ReadonlySet<string> = new Set(['and', 'und', 'lẻ', 'linh'])

const same = (words: string, value: number): Words => Object.fromEntries(words.split(/\s+/).map(word => [word, value]))

/** Roughly so many, in every text. */
export const VAGUE: Words = {
  ...same('tens decades dizaines decenas decine dezenas tientallen dziesiątki dziesiątek dziesiątkami', 10),
  ...same('десятки десятків десятками десятков δεκάδες عشرات עשרות onlarca', 10),
  ...same('dozens dutzende dutzenden douzaines docenas dozzine dúzias dozijnen tuziny дюжини дюжины', 12),
  ...same('hundreds hunderte hunderten centaines cientos centenares centinaia centenas honderden', 100),
  ...same(
    'setki setek setkami kilkaset сотні сотень сотнями сотни сотен εκατοντάδες مئات المئات מאות सैकड़ों yüzlerce',
    100,
  ),
  ...same('thousands tausende tausenden milliers millares migliaia milhares duizenden', 1e3),
  ...same('tysiące tysięcy tysiącami tysiącom тисячі тисяч тисячами тисячам тысячи тысяч тысячами тысячам', 1e3),
  ...same('χιλιάδες آلاف الآلاف אלפי אלפים हज़ारों हजारों binlerce', 1e3),
  ...same('hunderttausende hunderttausenden honderdduizenden', 1e5),
  ...same('zehntausende zehntausenden tienduizenden', 1e4),
  ...same('lakhs लाखों', 1e5),
  ...same('crores करोड़ों', 1e7),
  ...same('millions multimillion millionen millones milioni milhões miljoenen miliony milionów milionami', 1e6),
  ...same('мільйони мільйонів мільйонами миллионы миллионов миллионами εκατομμύρια ملايين الملايين', 1e6),
  ...same('מיליוני מיליונים milyonlarca', 1e6),
  ...same('billions multibillion milliarden milliards miliardi bilhões miljarden miliardy miliardów', 1e9),
  ...same('мільярди мільярдів миллиарды миллиардов δισεκατομμύρια مليارات מיליארדים', 1e9),
  ...same('trillions multitrillion', 1e12),
}
/** Elsewhere a distance. */
export const VAGUE_OF: Record<string, Words | undefined> = { es: { miles: 1e3 } }

/** "Several hundred" is roughly as many as "hundreds". */
export const SEVERAL: ReadonlySet<string> = new Set(
  `several few many couple mehrere einige plusieurs quelques varios varias alcuni alcune vários várias enkele meerdere
  kilka kilku кілька декілька несколько`.split(/\s+/),
)
/** Mostly articles: they count as a part of "vingt et un" alone. */
export const ARTICLES: ReadonlySet<string> = new Set(
  'un une una um uma ένα ένας μία μια واحد واحدة أحد إحدى אחד אחת một bir'.split(' '),
)

/** Between a vague word and what it counts: "tens of thousands", "millions of dollars". */
export const OF: ReadonlySet<string> = new Set(['of', 'de', 'd', 'di', 'von', 'van'])
