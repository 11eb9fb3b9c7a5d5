import { JSON_SHAPES } from '../formats/json-shapes.ts'
import { defineSource, type FeedSource } from '../source.ts'

function crawler(id: string, title: string, publisher: string, url: string): FeedSource {
  return defineSource({
    id,
    title,
    publisher,
    licence: 'no licence text; published to verify the crawler by',
    urls: [url],
    format: JSON_SHAPES.gcp,
    class: 'crawler',
    expect: { min: 1, max: 2_000 },
    mirrors: [{ file: `${id}.json`, format: JSON_SHAPES.gcp }],
  })
}

/** Crawlers that can be told from those who take their name: by address. */
export const CRAWLERS: readonly FeedSource[] = [
  crawler(
    'googlebot',
    'Googlebot',
    'Google',
    'https://developers.google.com/static/search/apis/ipranges/googlebot.json',
  ),
  crawler('bingbot', 'Bingbot', 'Microsoft', 'https://www.bing.com/toolbox/bingbot.json'),
  crawler('duckduckbot', 'DuckDuckBot', 'DuckDuckGo', 'https://duckduckgo.com/duckduckbot.json'),
  crawler('gptbot', 'GPTBot', 'OpenAI', 'https://openai.com/gptbot.json'),
  crawler('oai-searchbot', 'OAI-SearchBot', 'OpenAI', 'https://openai.com/searchbot.json'),
  crawler('applebot', 'Applebot', 'Apple', 'https://search.developer.apple.com/applebot.json'),
]
