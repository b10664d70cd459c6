// The page at /docs: both descriptions for people. Plain HTML without a script, from the documents alone.
import { DOCS_PATH } from './about.ts'
import type { Json } from './components.ts'
import { type Html, html, prose } from './html.ts'
import { fieldsOf, notesOn, type Schema, schemaAnchor, typeOf } from './page-schemas.ts'

interface Media {
  schema: Schema
}
interface Answer {
  description: string
  content?: Record<string, Media>
  headers?: Json
}
interface Operation {
  operationId: string
  summary: string
  description?: string
  tags: string[]
  security?: unknown[]
  parameters?: { in: string; name: string; description?: string; schema: Schema }[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, Answer>
}
interface Rest {
  info: { title: string; description: string; version: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}
interface Message {
  name: string
  summary: string
  payload: Schema
}
interface Socket {
  channels: { jobs: { address: string; description: string; 'x-close-codes': Record<string, string> } }
  operations: Record<string, { action: string; messages: { $ref: string }[] }>
  components: { messages: Record<string, Message>; schemas: Record<string, Schema> }
}

/** @param rest the OpenAPI document. @param socket the AsyncAPI document. */
export const docsPage = (rest: Json, socket: Json): string =>
  page(rest as unknown as Rest, socket as unknown as Socket).text

const page = (rest: Rest, socket: Socket): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${rest.info.title}: the interface</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${DOCS_PATH}/page.css" />
  </head>
  <body>
    <header>
      <h1>${rest.info.title}</h1>
      <p>${rest.info.description} Version ${rest.info.version}.</p>
      <p>
        Errors are JSON, an <a href="#${schemaAnchor('ErrorBody')}">ErrorBody</a> with one of the codes named here. For
        machines: <a href="${DOCS_PATH}/openapi.json">OpenAPI 3.1</a> of the REST routes,
        <a href="${DOCS_PATH}/asyncapi.json">AsyncAPI 3</a> of the socket.
      </p>
      ${contents(rest)}
    </header>
    <main>
      ${rest.tags.map(({ name }) => group(name, rest))} ${socketPart(socket)} ${schemasPart(rest, socket)}
    </main>
  </body>
</html>
`

const operationsOf = (tag: string, { paths }: Rest): { method: string; path: string; operation: Operation }[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation.tags.includes(tag) ? [{ method: method.toUpperCase(), path, operation }] : [],
    ),
  )

const contents = (rest: Rest): Html => html`<nav aria-label="Contents">
  <ul>
    ${rest.tags.map(
      ({ name }) => html`<li>
        <a href="#${name}">${name}</a>
        <ul>
          ${operationsOf(name, rest).map(
            ({ method, path, operation }) =>
              html`<li><a href="#${operation.operationId}"><code>${method} ${path}</code></a> ${operation.summary}</li>`,
          )}
        </ul>
      </li>`,
    )}
    <li><a href="#socket">The socket</a></li>
    <li><a href="#schemas">Schemas</a></li>
  </ul>
</nav>`

const group = (tag: string, rest: Rest): Html => html`<section aria-labelledby="${tag}">
  <h2 id="${tag}">${tag}</h2>
  ${operationsOf(tag, rest).map(
    ({ method, path, operation }) => html`<article id="${operation.operationId}">
      <h3><code>${method} ${path}</code></h3>
      <p>${operation.summary}. ${prose(operation.description)} ${operation.security ? 'No token is needed.' : ''}</p>
      ${request(operation)} ${answers(operation)}
    </article>`,
  )}
</section>`

const request = ({ parameters = [], requestBody }: Operation): Html => html`<h4>Takes</h4>
  <table>
    <tbody>
      ${parameters.map(
        parameter => html`<tr>
          <th scope="row"><code>${parameter.name}</code> <small>${parameter.in}</small></th>
          <td>${typeOf(parameter.schema)}${notesOn({ ...parameter.schema, description: parameter.description ?? '' })}</td>
        </tr>`,
      )}
      ${media(requestBody?.content).map(
        ([type, { schema }]) => html`<tr>
          <th scope="row">body <small>${type}</small></th>
          <td>${typeOf(schema)}</td>
        </tr>`,
      )}
      ${parameters.length === 0 && !requestBody ? html`<tr><td>nothing</td></tr>` : ''}
    </tbody>
  </table>`

const media = (content: Record<string, Media> = {}): [string, Media][] => Object.entries(content)

const answers = ({ responses }: Operation): Html => html`<h4>Answers</h4>
  <table>
    <tbody>
      ${Object.entries(responses).map(
        ([status, { description, content }]) => html`<tr>
          <th scope="row">${status}</th>
          <td>
            ${prose(description)}
            ${media(content).map(([type, { schema }]) => (schema.allOf ? '' : html`<br /><small>${type}</small> ${typeOf(schema)}${notesOn(schema)}`))}
          </td>
        </tr>`,
      )}
    </tbody>
  </table>`

const socketPart = ({ channels: { jobs }, operations, components: { messages } }: Socket): Html => {
  const received = Object.values(operations).flatMap(({ action, messages }) => (action === 'receive' ? messages : []))
  const fromClient = new Set(received.map(({ $ref }) => $ref.split('/').at(-1)!))
  const side = (isClient: boolean) => Object.entries(messages).filter(([name]) => fromClient.has(name) === isClient)
  return html`<section aria-labelledby="socket">
    <h2 id="socket">The socket</h2>
    <p><code>${jobs.address}</code> ${jobs.description}</p>
    <h3>A client sends</h3>
    ${side(true).map(([, message]) => frame(message))}
    <h3>The server sends</h3>
    ${side(false).map(([, message]) => frame(message))}
    <h3>Why the server closes</h3>
    <table>
      <tbody>
        ${Object.entries(jobs['x-close-codes']).map(
          ([code, reason]) => html`<tr><th scope="row">${code}</th><td>${reason}</td></tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

const frame = ({ name, summary, payload }: Message): Html => html`<article>
  <h4><code>${name}</code> ${typeOf(payload)}</h4>
  <p>${prose(summary)}</p>
</article>`

const schemasPart = (rest: Rest, socket: Socket): Html => {
  const all = Object.entries({ ...rest.components.schemas, ...socket.components.schemas })
  const sorted = all.sort(([one], [other]) => one.localeCompare(other))
  return html`<section aria-labelledby="schemas">
    <h2 id="schemas">Schemas</h2>
    ${sorted.map(
      ([name, schema]) => html`<article id="${schemaAnchor(name)}">
        <h3>${name}</h3>
        ${schema.properties ? fieldsOf(schema) : html`<p>${typeOf(schema)}</p>`}
      </article>`,
    )}
  </section>`
}
