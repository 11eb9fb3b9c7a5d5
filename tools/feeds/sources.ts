import type { FeedSource } from './source.ts'
import { ANONYMIZERS } from './sources/anonymizers.ts'
import { CLOUDS } from './sources/clouds.ts'
import { CRAWLERS } from './sources/crawlers.ts'
import { EDGES } from './sources/edges.ts'

/** The lists that are read unless the operator leaves one out. Of two that hold one prefix the first names it. */
export const SHIPPED_SOURCES: readonly FeedSource[] = [...CLOUDS, ...EDGES, ...ANONYMIZERS, ...CRAWLERS]
