// A bar that says how far a job is, to eyes and to screen readers.

interface ProgressBarProps {
  /** 0 to 100. */
  value: number
  label: string
  /** What a screen reader says in place of the bare number. */
  text: string
}

export function ProgressBar({ value, label, text }: ProgressBarProps) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
      aria-valuetext={text}
    >
      <div className="progress-fill" style={{ transform: `scaleX(${value / 100})` }} />
    </div>
  )
}
