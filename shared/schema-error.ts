// What a person reads where a JSON value doesn't fit its schema.

/** What Ajv says of one mismatch. */
export interface SchemaError {
  instancePath: string
  message?: string | undefined
  params?: { allowedValues?: string[] }
}

/** The field and what is wanted of it: of a choice's many errors the innermost, which is what the sender meant. */
export const schemaErrorMessage = (errors: SchemaError[], part: string): string => {
  const depth = (error: SchemaError): number => error.instancePath.split('/').length
  const [first, ...rest] = errors
  const inner = rest.reduce((best, error) => (depth(error) > depth(best) ? error : best), first!)
  const allowed = inner.params?.allowedValues
  const wanted = allowed ? `must be one of ${allowed.join(', ')}` : (inner.message ?? 'is not valid')
  return `${part}${inner.instancePath} ${wanted}`
}
