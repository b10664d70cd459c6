// Many calls of one moment become one, at the end of the turn that they came in.

export function atTurnsEnd(work: () => void): () => void {
  let due = false
  return () => {
    if (due) return
    due = true
    queueMicrotask(() => {
      due = false
      work()
    })
  }
}
