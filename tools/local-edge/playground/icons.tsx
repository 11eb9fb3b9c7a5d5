import type { IconName } from './clients.ts'

/** Drawn on 24 × 24, in the colour of the text around. */
const PATHS: Readonly<Record<IconName | 'check' | 'eye' | 'scales' | 'list' | 'server' | 'globe', string>> = {
  home: 'M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-5.5h4V20',
  phone:
    'M7.5 2.5h9a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 20V4a1.5 1.5 0 0 1 1.5-1.5zM10.5 18.5h3',
  satellite:
    'M4.5 11.5a8.5 8.5 0 0 0 8 8zM9 15l4.5-4.5M14.5 9.5a.1.1 0 1 0 .1.1M14 4.5a5.5 5.5 0 0 1 5.5 5.5M14 1.5a8.5 8.5 0 0 1 8.5 8.5',
  office:
    'M4 21V4.5h10V21M14 9.5h6V21M2.5 21h19M7 8h1.5M10.5 8H12M7 12h1.5M10.5 12H12M7 16h1.5M10.5 16H12M17 13.5h.5M17 17h.5',
  relay: 'M3 8.5h11a3.5 3.5 0 0 1 0 7H8M11 12.5l-3 3 3 3M18 8.5h3M6 5.5l-3 3 3 3',
  vpn: 'M12 2.5 4.5 5.5v6c0 4.7 3.2 8.3 7.5 10 4.3-1.7 7.5-5.3 7.5-10v-6zM12 10.5a1.5 1.5 0 1 0 .01 0M12 13.5v3',
  tor: 'M12 3.5c-1 3-6.5 5-6.5 10.5a6.5 6.5 0 0 0 13 0C18.5 8.5 13 6.5 12 3.5zM12 9.5c-.5 1.6-3 2.7-3 5.2a3 3 0 0 0 6 0c0-2.5-2.5-3.6-3-5.2zM12 3.5V2',
  cloud: 'M7 18.5a4.5 4.5 0 0 1-.5-8.97 6 6 0 0 1 11.4 1.5A3.8 3.8 0 0 1 17.5 18.5z',
  worker: 'M8.5 4 4 12l4.5 8M15.5 4 20 12l-4.5 8M13.5 7l-3 10',
  tower:
    'M12 8.5 7.5 21M12 8.5 16.5 21M9.3 16h5.4M12 8.5a1.5 1.5 0 1 0-.01 0M7.8 11a5 5 0 0 1 0-7.5M16.2 11a5 5 0 0 0 0-7.5',
  border: 'M3 7.5h18v5H3zM7 12.5V20M17 12.5V20M7 7.5V5M17 7.5V5M6 12.5l4-5M11 12.5l4-5M16 12.5l4-5',
  question: 'M12 3a9 9 0 1 0 .01 0M9.5 9.5a2.5 2.5 0 1 1 3.6 2.25c-.8.4-1.1.9-1.1 1.75M12 16.5v.1',
  pen: 'M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3.5 3.5L8.5 19zM14.5 6l3.5 3.5',
  check: 'M5 12.5 10 17.5 19.5 7',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 .01 0',
  scales: 'M12 3.5V20M7 20h10M5 7h14M5 7l-2.5 6.5h5zM19 7l-2.5 6.5h5z',
  list: 'M8.5 6.5h11M8.5 12h11M8.5 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1',
  server: 'M4 4.5h16v6H4zM4 13.5h16v6H4zM7.5 7.5h.1M7.5 16.5h.1',
  globe:
    'M12 3a9 9 0 1 0 .01 0M3 12h18M12 3c2.5 2.4 3.8 5.4 3.8 9s-1.3 6.6-3.8 9c-2.5-2.4-3.8-5.4-3.8-9S9.5 5.4 12 3z',
}

/** Decoration: what it means stands beside it. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** A rope between two posts. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 40 28" aria-hidden="true">
      <path class="posts" d="M6 4v20M34 4v20M2 25h8M30 25h8" />
      <path class="rope" d="M6 8c6 14 22 14 28 0" />
    </svg>
  )
}
