// Decides what a call is answered: the tailored JSON, or what an ordered fault makes of it. No I/O.
import type { Fault } from './faults.ts'
import { lieInMainSections, lieInWorkExperience } from './lies.ts'
import type { ChatRequest } from './request.ts'
import { tailorMainSections, tailorWorkExperience } from './tailor.ts'

export interface Planned {
  text: string
  /** The text is a refusal, not content. */
  refusal: boolean
  finishReason: 'stop' | 'length' | 'content_filter'
}

const REFUSAL = "I'm sorry, I can't assist with that request."

export const planAnswer = (request: ChatRequest, fault: Fault | null): Planned => {
  const text = JSON.stringify(tailored(request, fault?.fault === 'lies'))
  const whole: Planned = { text, refusal: false, finishReason: 'stop' }
  switch (fault?.fault) {
    case 'refusal':
      return { ...whole, text: REFUSAL, refusal: true }
    case 'length':
      return { ...whole, text: text.slice(0, text.length / 2), finishReason: 'length' }
    case 'content_filter':
      return { ...whole, text: text.slice(0, text.length / 3), finishReason: 'content_filter' }
    case 'bad_json':
      return { ...whole, text: `${text.slice(0, -2)}, oops` }
    case 'wrong_schema':
      return { ...whole, text: JSON.stringify({ resume: 'Dear Sir or Madam', roles: 'none', summary: 7 }) }
    default:
      return whole
  }
}

const tailored = ({ schemaName, task }: ChatRequest, lying: boolean) => {
  if (schemaName === 'main_sections') {
    const truth = tailorMainSections(task)
    return lying ? lieInMainSections(truth) : truth
  }
  const truth = tailorWorkExperience(task)
  return lying ? lieInWorkExperience(truth, task) : truth
}
