// The résumé's text while it is written, growing. Not said by screen readers as it comes: the stage is enough of that.
import { useEffect, useRef } from 'react'
import { useResumeDraft } from './use-resume-job.ts'

/** So close to its end, a panel follows what is written; a reader who scrolled up is left alone. */
const FOLLOW_PX = 40

export function DraftView({ jobId }: { jobId: string }) {
  const draft = useResumeDraft(jobId)
  const panel = useRef<HTMLElement>(null)
  const follows = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the draft may make the panel longer
  useEffect(() => {
    if (panel.current && follows.current) panel.current.scrollTop = panel.current.scrollHeight
  }, [draft])
  if (!draft || (!draft.main && !draft.experience)) return null
  const watchScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: React.UIEvent) => {
    follows.current = scrollHeight - scrollTop - clientHeight < FOLLOW_PX
  }
  return (
    // A box that scrolls has to be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className="draft" aria-label="Draft" aria-live="off" ref={panel} tabIndex={0} onScroll={watchScroll}>
      <p className="draft-note">Draft, checked against the profile before it becomes the document</p>
      {draft.main && <p dir="auto">{draft.main}</p>}
      {draft.experience && (
        <p className="draft-points" dir="auto">
          {draft.experience}
        </p>
      )}
    </section>
  )
}
