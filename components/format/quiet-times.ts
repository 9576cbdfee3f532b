'use client'
import { createContext } from 'react'

/** True where many times stand side by side, as in a list: each would be one more stop of the Tab key. What a row opens says them all again. */
export const QuietTimes = createContext(false)
