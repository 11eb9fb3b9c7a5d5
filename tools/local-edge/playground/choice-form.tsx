import type { Gate } from '../../../src/gate.ts'
import { LANGUAGES } from '../../../src/texts/languages.ts'
import { type Form, METHODS } from './choice.ts'
import { CLIENTS, type IconName, OWN_ADDRESS } from './clients.ts'
import { Icon } from './icons.tsx'
import { type Preset, presetsOf } from './presets.ts'

const FORM_NAMES: Readonly<Record<Form, string>> = {
  page: 'Page',
  json: 'JSON',
  openai: 'OpenAI',
  anthropic: 'Anthropic',
}

/** Who asks, for what, and how. Names of the fields are those of the query of a try. */
export function ChoiceForm({ gate }: { readonly gate: Gate }) {
  return (
    <form id="choice" autocomplete="off" aria-label="What to try">
      <fieldset>
        <legend>Who calls</legend>
        <div class="cards">
          {CLIENTS.map((client) => (
            <Card {...client} isChosen={client.id === 'ohio'} />
          ))}
          <Card
            id={OWN_ADDRESS}
            label="An address of your own"
            about="IPv4 or IPv6, looked up offline"
            icon="pen"
          />
        </div>
        <label id="own-address" hidden>
          Address <input name="address" inputmode="text" spellcheck={false} placeholder="73.162.10.1" />
        </label>
        <details>
          <summary>
            Change what the edge says <code>request.cf</code>
          </summary>
          <label>
            JSON over the properties that the look-up found; null removes one
            <textarea name="cf" rows={3} spellcheck={false} placeholder='{"country":"BR","city":null}' />
          </label>
        </details>
      </fieldset>
      <fieldset>
        <legend>What they ask for</legend>
        <div class="target">
          <select name="method" aria-label="Method">
            {METHODS.map((method) => (
              <option selected={method === 'GET'}>{method}</option>
            ))}
          </select>
          <input name="path" aria-label="Path" spellcheck={false} value="/" />
        </div>
        <div class="presets">
          {presetsOf(gate.policies.inForce.loaded.policy).map((preset) => (
            <PresetButton {...preset} />
          ))}
        </div>
        <details>
          <summary>Body, API key, time</summary>
          <label>
            JSON body, for methods that have one
            <textarea name="body" rows={3} spellcheck={false} placeholder='{"model":"…"}' />
          </label>
          <label>
            API key <input name="key" spellcheck={false} placeholder="sk-1" />
          </label>
          <label>
            Time, UTC; now if empty <input name="now" type="datetime-local" step="1" />
          </label>
        </details>
        <div id="held" hidden>
          <label class="check">
            <input type="checkbox" id="present" checked /> Present the token of <b id="held-of" />
          </label>
          <button type="button" id="drop">
            Drop it
          </button>
        </div>
      </fieldset>
      <fieldset>
        <legend>How it is told</legend>
        <label>
          Language
          <select name="lang">
            {LANGUAGES.map(({ tag, name }) => (
              <option value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <div class="segments" role="radiogroup" aria-label="Form of a refusal">
          {Object.entries(FORM_NAMES).map(([form, name]) => (
            <label>
              <input type="radio" name="form" value={form} checked={form === 'page'} />
              <span>{name}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <button type="submit" class="go">
        Try it
      </button>
    </form>
  )
}

interface CardParts {
  readonly id: string
  readonly label: string
  readonly about: string
  readonly icon: IconName
  readonly isChosen?: boolean
}

function Card({ id, label, about, icon, isChosen = false }: CardParts) {
  return (
    <label class={id === OWN_ADDRESS ? 'card wide' : 'card'}>
      <input type="radio" name="client" value={id} data-label={label} checked={isChosen} />
      <span class="face">
        <Icon name={icon} />
        <b>{label}</b>
        {id === OWN_ADDRESS ? null : <span class="badge" data-of={id} />}
        <small>{about}</small>
      </span>
    </label>
  )
}

function PresetButton({ label, tier, method, path, body }: Preset) {
  return (
    <button type="button" data-method={method} data-path={path} data-body={body} title={`${method} ${path}`}>
      {label} <small>{tier}</small>
    </button>
  )
}
