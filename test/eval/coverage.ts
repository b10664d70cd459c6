// How much of a job's own vocabulary a document uses, of the part that the candidate's facts bear.
import type { Profile } from '../../shared/profile.ts'

/** Of the job's terms that the profile bears, those in the document; null where it bears none. */
export const coverage = (job: string, profile: Profile, document: string): { borne: number; used: number } => {
  const [facts, shown] = [termsOf(JSON.stringify(profile)), termsOf(document)]
  const borne = [...termsOf(job)].filter(term => facts.has(term))
  return { borne: borne.length, used: borne.filter(term => shown.has(term)).length }
}

/** Content words, shortened to what their inflections share. */
const termsOf = (text: string): Set<string> => {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}+#.-]*/gu) ?? []
  return new Set(
    words
      .map(word => word.replace(/[.-]+$/, ''))
      .filter(isTerm)
      .map(shorten),
  )
}

const isTerm = (word: string): boolean => (word.length > 3 || /[+#\d]/.test(word)) && !COMMON.has(word)
const shorten = (word: string): string => (word.length > 5 ? word.replace(/(?:ing|ed|es|e|s|ation|ions?)$/, '') : word)

const COMMON = new Set(
  `about also and are been both each from have into more most must need needs other our should some such than that
  their them then these they this those through under upon very want were what when where which while will with work
  working would year years your team teams join looking role strong experience ability`.split(/\s+/),
)
