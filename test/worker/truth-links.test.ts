import t from 'tap'
import { findNewLink } from '../../worker/truth-names.ts'

const SOURCES = ['See https://github.com/ann-lee/tool?tab=1, ann.lee@mail.example.com and @ann_lee.']

const borne = `github.com/ann-lee/tool?tab=1 github.com/ann-lee/tool?tab=1/ github.com/ann-lee/tool github.com/ann-lee/
  https://www.github.com github.com/ann-lee. ann.lee@mail.example.com mail.example.com @ann_lee`

const brought = `github.com/ann github.com/ann-lee/too github.com/ann-lee/tool?tab=2 github.com/ann-lee/tools hub.com/ann-lee
  github.co lee@mail.example.com ann.lee@mail.example @ann`

t.test('a link may be shorter than its source only where a part of it ends', async t => {
  for (const link of borne.split(/\s+/)) t.equal(findNewLink(`Mine: ${link}`, SOURCES), null, link)
  for (const link of brought.split(/\s+/)) t.ok(findNewLink(`Mine: ${link}`, SOURCES), link)
})
