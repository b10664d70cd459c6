// Guesses the language of a text from its script, and for Latin letters from its smallest words.

/** A BCP 47 language; `en` where nothing tells. */
export function guessLanguage(text: string): string {
  const sample = text.slice(0, 20_000)
  const counts = SCRIPTS.map(([pattern, weight, read]) => ({
    read,
    count: (sample.match(pattern)?.length ?? 0) * weight,
  }))
  const most = counts.reduce((best, next) => (next.count > best.count ? next : best))
  return most.count === 0 ? 'en' : most.read(sample)
}

/** What is counted, its weight (a Chinese character says as much as three letters, and English terms stand among them). */
const SCRIPTS: [RegExp, number, (text: string) => string][] = [
  [/\p{sc=Latin}/gu, 1, guessLatin],
  [/\p{sc=Cyrillic}/gu, 1.5, guessCyrillic],
  [/\p{sc=Greek}/gu, 1.5, () => 'el'],
  [/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu, 3, guessEastAsian],
  [/\p{sc=Hang}/gu, 3, () => 'ko'],
  [/\p{sc=Arab}/gu, 1.5, text => (/[پچژگ]/u.test(text) ? 'fa' : 'ar')],
  [/\p{sc=Hebr}/gu, 1.5, () => 'he'],
  [/\p{sc=Thai}/gu, 1.5, () => 'th'],
  [/\p{sc=Deva}/gu, 1.5, () => 'hi'],
]

function guessCyrillic(text: string): string {
  if (/[іїєґ]/iu.test(text)) return 'uk'
  return /[ыэё]/iu.test(text) ? 'ru' : 'uk'
}

/** Kana decides for Japanese; a stray katakana name in Chinese does not. */
function guessEastAsian(text: string): string {
  const [kana, all] = [/[\p{sc=Hira}\p{sc=Kana}]/gu, /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu].map(
    pattern => text.match(pattern)?.length ?? 0,
  ) as [number, number]
  return kana > all / 10 ? 'ja' : 'zh'
}

const SMALL_WORDS: Record<string, string> = {
  en: 'the and of to in for with on by as at from is',
  de: 'der die das und mit für von den dem ein eine bei auf zur zum',
  fr: 'le la les et des du une pour dans avec sur aux au est',
  es: 'el la los las y del para con una por en como al',
  it: 'il di e per con del della una nel gli che delle',
  pt: 'o os as e do da para com uma em dos das no na',
  nl: 'de het een en van met voor op bij aan',
  pl: 'i w z na do oraz dla przy się od',
  vi: 'và của các cho với trong được là một những',
}

function guessLatin(text: string): string {
  if ((text.match(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/giu)?.length ?? 0) > text.length / 12)
    return 'vi'
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const counts = Object.entries(SMALL_WORDS).map(([language, list]) => {
    const small = new Set(list.split(' '))
    return { language, count: words.filter(word => small.has(word)).length }
  })
  const best = counts.reduce((most, next) => (next.count > most.count ? next : most))
  return best.language
}
