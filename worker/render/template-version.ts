// Apart from the renderers, so that a cache key costs no font and no library.

/** Part of the cache key: raise it with every change that alters the documents' bytes. */
export const TEMPLATE_VERSION = '4'
