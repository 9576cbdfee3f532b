'use client'
import { type ChangeEvent, useState } from 'react'

/** The text that is given with a decision: `field` goes into a text area, `miss` says there what is wrong until the next letter. */
export function useComment() {
  const [text, setText] = useState('')
  const [fault, miss] = useState<string | null>(null)
  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    setText(event.currentTarget.value)
    miss(null)
  }
  const field = { value: text, error: fault, maxLength: 2000, autosize: true, minRows: 2, maxRows: 8, onChange }
  return { comment: text.trim(), field, miss, clear: () => setText('') }
}
