import { describe, expect, it } from 'vitest'
import { NETWORK_CLASSES } from '../../../src/net/network-class.ts'
import { matchOrganization } from '../../../src/tables/organization-rules.ts'
import { EXCEPTIONS, ORGANIZATION_RULES } from '../../../src/tables/organization-words.ts'

const POSITIVES: readonly (readonly [name: string, networkClass: string, rule: string])[] = [
  ['Acme Hosting, Inc.', 'hosting', 'hosting'],
  ['VIETSERVER SERVER TECHNOLOGY', 'hosting', 'server'],
  ['GorillaServers, Inc.', 'hosting', 'server'],
  ['UK Dedicated Servers Limited', 'hosting', 'server'],
  ['LLC VPS', 'hosting', 'server'],
  ['Colocation America Corporation', 'hosting', 'data-centre'],
  ['Priority Colo Inc', 'hosting', 'data-centre'],
  ['Example DataCenter GmbH', 'hosting', 'data-centre'],
  ['Muster Rechenzentrum GmbH', 'hosting', 'data-centre'],
  ['Centro de Datos del Sur S.A.', 'hosting', 'data-centre'],
  ['Centre de Données Paris', 'hosting', 'data-centre'],
  ['Servidores Dedicados S.L.', 'hosting', 'server'],
  ['Hébergement Exemple SARL', 'hosting', 'hosting'],
  ['HEBERGEMENT EXEMPLE SARL', 'hosting', 'hosting'],
  ['Serveurs du Nord SAS', 'hosting', 'server'],
  ['ООО Первый Хостинг', 'hosting', 'hosting'],
  ['ТОВ Хостінг Україна', 'hosting', 'hosting'],
  ['Выделенные серверы', 'hosting', 'server'],
  ['上海某某云计算有限公司', 'hosting', 'cloud'],
  ['香港虚拟主机有限公司', 'hosting', 'hosting'],
  ['株式会社レンタルサーバー', 'hosting', 'hosting'],
  ['한국 호스팅', 'hosting', 'hosting'],
  ['Example Sunucu Hizmetleri', 'hosting', 'server'],
  ['Genesis Cloud Limited', 'hosting', 'cloud'],
  ['Example Cloud Computing Corporation', 'hosting', 'cloud'],
  ['Example Telecom Hosting', 'hosting', 'hosting'],
  ['Cable and Broadband Data Center', 'hosting', 'data-centre'],
  ['Example VPN Ltd', 'vpn', 'vpn'],
  ['ExampleVPN AB', 'vpn', 'vpn'],
  ['Residential Proxies LLC', 'proxy', 'proxy'],
  ['University of Example', 'education', 'education'],
  ['Universidad Nacional de Ejemplo', 'education', 'education'],
  ['Universität Musterstadt', 'education', 'education'],
  ['Universitaet Musterstadt', 'education', 'education'],
  ['Example Üniversitesi', 'education', 'education'],
  ['Cloud County Community College', 'education', 'education'],
  ['University of Mobile', 'education', 'education'],
  ['University of Example Data Center', 'education', 'education'],
  ['Springfield School District', 'education', 'education'],
  ['某某大学', 'education', 'education'],
  ['山东省教育厅', 'education', 'education'],
  ['Example Satellite Communications', 'satellite', 'satellite'],
  ['Ejemplo Satelital S.A.', 'satellite', 'satellite'],
  ['Example Cellular Inc', 'mobile', 'mobile'],
  ['Any Mobile Ltd.', 'mobile', 'mobile'],
  ['T-Mobile Example S.A.', 'mobile', 'mobile'],
  ['Мобильные ТелеСистемы', 'mobile', 'mobile'],
  ['Example Wireless Internet', 'residential', 'fixed-wireless'],
  ['Point Broadband LLC', 'residential', 'broadband'],
  ['Example Fiber Networks', 'residential', 'broadband'],
  ['Ejemplo Fibra Óptica', 'residential', 'broadband'],
  ['Hong Kong Cable Television Limited', 'residential', 'cable'],
  ['Example Telecomunicações Ltda', 'residential', 'telecom'],
  ['Example Telephone Cooperative', 'residential', 'telecom'],
  ['云南电信', 'residential', 'telecom'],
  ['ＥＸＡＭＰＬＥ　ＴＥＬＥＣＯＭ', 'residential', 'telecom'],
]

const NEAR_MISSES = [
  '',
  '   ',
  'Republica de Colombia',
  'State of Colorado',
  'Colorado Springs Utilities',
  'NetCologne GmbH',
  'Cablecolor S.A.',
  'Colo Telephone Company Bank',
  'JeffColo',
  'Cloud Nine Farms',
  'City of St. Cloud',
  'Saint Cloud Systems',
  'McCloud Services',
  'Red Cloud Network',
  'Cloudflare, Inc.',
  'CloudFlare Networks',
  'Akamai International B.V.',
  'Fastly, Inc.',
  'Jane Cloud',
  'iCloud Services',
  'Host Hotels & Resorts',
  'Youth Hostel Association',
  'Observer Media Group',
  'Conservers of Nature',
  'Proximus NV',
  'Proxymity Limited',
  'HAProxy Technologies, Inc.',
  'Example IP-VPN Services',
  'City of College Station',
  'University Park Foundation',
  'University Hospital Trust',
  'Universal Studios',
  'Colleagues United',
  'City of Satellite Beach',
  'Satellite Healthcare, Inc.',
  'City of Mobile, Alabama',
  'Mobile County Commission',
  'Exxon Mobil Corporation',
  'Automobile Club',
  'Cable News Network',
  'General Cable Corporation',
  'Carbon Fiber Services',
  'Fiberboard Mills',
  'Example Bank Data Center',
  'Telecom Transit Exchange',
  'Wireless Logic Limited',
  '云南白药集团',
  '主机厂联合会',
]

describe('matchOrganization()', () => {
  it.each(POSITIVES)('"%s" is %s by the rule %s', (name, networkClass, rule) => {
    expect(matchOrganization(name)).toEqual({ class: networkClass, rule, confidence: 'low' })
  })

  it.each(NEAR_MISSES)('says nothing of the near miss "%s"', (name) => {
    expect(matchOrganization(name)).toBeUndefined()
  })

  it('reads no more than the first 256 characters', () => {
    expect(matchOrganization(`${'x '.repeat(120)}hosting`)?.class).toBe('hosting')
    expect(matchOrganization(`${'x '.repeat(200)}hosting`)).toBeUndefined()
  })

  it.each([
    ['one word', 'A'],
    ['case changes', 'aA'],
    ['a repeated rule word', 'cloud '],
    ['half phrases', 'mobile mobile tele '],
    ['combining marks', 'e\u0301\u0323'],
    ['characters that expand', '\ufdfa'],
    ['lone surrogates', '\ud800'],
  ])('takes no longer for a name of a megabyte than for a short one: %s', (_what, unit) => {
    const name = unit.repeat(Math.ceil(1_000_000 / unit.length))
    const started = performance.now()
    for (let round = 0; round < 20; round++) matchOrganization(name)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('the rules', () => {
  it('have known classes and different names', () => {
    for (const rule of ORGANIZATION_RULES) expect(NETWORK_CLASSES).toContain(rule.class)
    expect(new Set(ORGANIZATION_RULES.map((rule) => rule.rule)).size).toBe(ORGANIZATION_RULES.length)
  })

  it('can each be reached by each of their phrases', () => {
    for (const rule of ORGANIZATION_RULES)
      for (const phrase of [...rule.phrases.map((words) => words.replace(/ \.$/, ' Ltd')), ...rule.compounds])
        expect([phrase, matchOrganization(phrase)?.class]).toEqual([phrase, rule.class])
  })

  it('are silenced by each exception when it is the whole name', () => {
    for (const name of EXCEPTIONS) expect([name, matchOrganization(name)]).toEqual([name, undefined])
  })
})
