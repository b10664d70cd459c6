// A file that is dropped anywhere on the page: left to itself a browser would leave the page and show the file.
import { useEffect, useState } from 'react'

/** True while a file is dragged over the page. `take` has to be stable. */
export function useFileDrop(take: (file: File | undefined) => void): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const drag = (event: DragEvent) => hasFiles(event) && setOver(true)
    const leave = ({ relatedTarget }: DragEvent) => relatedTarget === null && setOver(false)
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      setOver(false)
      take(event.dataTransfer?.files[0])
    }
    window.addEventListener('dragover', drag)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', drag)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [take])
  return over
}

/** Text that is dragged into a field is none of ours. */
function hasFiles(event: DragEvent): boolean {
  if (!event.dataTransfer?.types.includes('Files')) return false
  event.preventDefault()
  return true
}
