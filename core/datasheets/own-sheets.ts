/** The very hidden sheet of an export that says where its rows came from. */
export const stampSheet = '_quarterdeck'
/** The one that holds the labels of drop-downs too long for a cell's own list. */
export const listSheet = '_quarterdeck_lists'
/** Sheets that are the console's own: no table is read from them, and nothing is said of that. */
export const isOwnSheet = (name: string): boolean => name === stampSheet || name === listSheet
