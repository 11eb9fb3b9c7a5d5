import { expect, test } from 'vitest'
import { presetsOf } from '../../../../../tools/local-edge/playground/presets.ts'

const CATALOGUE = {
  id: 'models',
  owner: 'x',
  below: 'standard' as const,
  thresholds: [],
  entries: [{ values: ['model-7', 'model-8'] }],
}

test('presetsOf() asks for each resource that says its path, after what none names', () => {
  const presets = presetsOf({
    resources: [
      { id: 'api', tier: 'standard', path: '/v1/*' },
      { id: 'feed', tier: 'open', path: '/*/feed', method: ['GET', 'HEAD'] },
      { id: 'header', tier: 'open', header: { name: 'X' } },
      { id: 'chat', tier: 'controlled', path: '/chat', body: { pointer: '/a~1b/model', values: ['big'] } },
      {
        id: 'put',
        tier: 'open',
        path: '/m',
        method: 'PUT',
        body: { pointer: '/model', catalogue: 'models' },
      },
      { id: 'none', tier: 'open', path: '/n', body: { pointer: '/model', catalogue: 'another' } },
    ],
    catalogues: [CATALOGUE],
  })
  expect(presets).toEqual([
    { label: 'default', tier: 'controlled', method: 'GET', path: '/' },
    { label: 'api', tier: 'standard', method: 'GET', path: '/v1/example' },
    { label: 'feed', tier: 'open', method: 'GET', path: '/example/feed' },
    { label: 'chat', tier: 'controlled', method: 'POST', path: '/chat', body: '{"a/b":{"model":"big"}}' },
    { label: 'put', tier: 'open', method: 'PUT', path: '/m', body: '{"model":"model-7"}' },
    { label: 'none', tier: 'open', method: 'GET', path: '/n' },
  ])
})
