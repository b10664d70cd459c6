// A job's id as clients write it: a UUID, in upper or lower case.

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const isJobId = (text: string): boolean => UUID.test(text)

/** As it is stored; what is no UUID stays as it is. */
export const storedId = (text: string): string => (isJobId(text) ? text.toLowerCase() : text)
