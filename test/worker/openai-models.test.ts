import t from 'tap'
import { costUsd, estimateTokens, parametersOf, shutdownOf } from '../../worker/models.ts'

const usage = { promptTokens: 3_000_000, cachedTokens: 1_000_000, completionTokens: 2_000_000 }

t.test('a call costs its fresh, cached and written tokens', async t => {
  t.equal(costUsd('gpt-4o-mini', usage), 2 * 0.15 + 0.075 + 2 * 0.6)
  t.equal(costUsd('gpt-4o-mini-2024-07-18', usage), costUsd('gpt-4o-mini', usage), 'a dated name costs the same')
  t.equal(costUsd('some-open-model', usage), 0, 'an unknown price counts as nothing')
  t.equal(costUsd('gpt-4o-mini', { promptTokens: 0, cachedTokens: 0, completionTokens: 0 }), 0)
})

t.test('a name that only begins like a known model has no price', async t => {
  t.equal(costUsd('gpt-4o-audio-preview', usage), 0)
})

t.test('only models that take a temperature get one', async t => {
  t.ok('temperature' in parametersOf('gpt-4o-mini'))
  for (const model of ['gpt-5-mini', 'gpt-5-mini-2025-08-07', 'o3', 'gpt-9']) {
    t.notOk('temperature' in parametersOf(model), model)
    t.notOk('max_tokens' in parametersOf(model), model)
  }
})

t.test('the day a model leaves the API, where one is announced', async t => {
  t.equal(shutdownOf('gpt-4o-mini'), '2027-01-14')
  t.equal(shutdownOf('gpt-4o-mini-2024-07-18'), '2027-01-14')
  t.equal(shutdownOf('gpt-6-luna'), undefined)
  t.equal(shutdownOf('some-open-model'), undefined)
})

t.test('tokens are estimated by script', async t => {
  t.equal(estimateTokens(''), 0)
  t.equal(estimateTokens('abcdefgh'), 2)
  t.equal(estimateTokens('製品管理'), 4)
})
