/** Prints faults, one a line, and sets the exit status. */
export function report(what, faults) {
  for (const { path, fault } of faults) console.error(`${path}: ${fault}`)
  console.log(faults.length ? `${what}: ${faults.length} faults` : `${what}: in order`)
  if (faults.length) process.exitCode = 1
}
