/**
 * The beginning of a text, copied: a piece of a text, however short, keeps all of it in memory, and what was read from a file is a piece of the file.
 * Half of a character at the end is replaced.
 */
export const ownText = (text: string, most = text.length): string => Buffer.from(text.slice(0, most)).toString()
