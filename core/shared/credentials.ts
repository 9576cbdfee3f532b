const inAddress = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*@/gi

/** The text with the user part of every address and each of the given secrets taken out; for messages of other programs before they are shown or logged. */
export function withoutCredentials(text: string, secrets: readonly string[] = []): string {
  const forms = secrets.filter((secret) => secret.length > 2).flatMap((secret) => [secret, encodeURIComponent(secret)])
  return forms.reduce((rest, form) => rest.replaceAll(form, '***'), text).replace(inAddress, '$1***@')
}
