import { Icon } from './icons.tsx'
import { WorldMap } from './world-map.tsx'

/** The station's own picture; names and facts are filled in by the script. */
const STATIONS = [
  ['client', 'home'],
  ['edge', 'globe'],
  ['form', 'list'],
  ['evidence', 'eye'],
  ['rules', 'scales'],
  ['verdict', 'check'],
  ['origin', 'server'],
] as const

/** Empty places for what a try gives. */
export function ResultParts() {
  return (
    <main id="result" aria-busy="true">
      <p id="said" role="status" class="away" />
      <div id="fault" role="alert" class="panel fault" hidden />
      <div id="parts" hidden>
        <section class="panel head" aria-labelledby="verdict-title">
          <div id="verdict">
            <h2 id="verdict-title">Verdict</h2>
          </div>
          <figure>
            <WorldMap />
            <figcaption id="map-text" />
          </figure>
        </section>
        <section class="panel" aria-label="The way of the request">
          <ol id="way">
            {STATIONS.map(([id, icon]) => (
              <li data-station={id}>
                <span class="stop">
                  <Icon name={icon} />
                </span>
                <span class="told">
                  <b />
                  <small />
                </span>
              </li>
            ))}
          </ol>
        </section>
        <section class="panel" aria-labelledby="answer-title">
          <h2 id="answer-title">What the client gets</h2>
          <div id="answer" />
        </section>
        <section class="panel" aria-labelledby="rules-title">
          <h2 id="rules-title">Rules</h2>
          <div id="rules" />
        </section>
        <section class="panel" aria-labelledby="evidence-title">
          <h2 id="evidence-title">Evidence</h2>
          <div id="evidence" />
        </section>
        <section id="token-panel" class="panel" aria-labelledby="token-title">
          <h2 id="token-title">Session token</h2>
          <div id="token" />
        </section>
        <section id="origin-panel" class="panel" aria-labelledby="origin-title">
          <h2 id="origin-title">What the origin was sent</h2>
          <div id="origin" />
        </section>
        <section class="panel" aria-labelledby="record-title">
          <h2 id="record-title">Decision record</h2>
          <div id="record" />
        </section>
      </div>
    </main>
  )
}
