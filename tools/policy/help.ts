const COMMON = `
Policies (POLICY below) are named as
  FILE          a wrangler.toml, or a policy document in TOML or JSON with the same names at its top
  FILE#ENV      one environment of a wrangler.toml ([env.ENV.vars]; nothing is inherited), or --env ENV
  live          what the gate of --gate has in force
Left out, it is this checkout's wrangler.toml.
`

const DOOR = `
The gate is named by --gate https://… or CORDON_GATE (http for this machine only). Its admin token comes from
CORDON_ADMIN_TOKEN, or from --token-file FILE; never as an argument, which everybody on a machine can read.
`

export const HELP = `Usage: npm run policy -- <command> [options]

  check [FILE…]      what is wrong with a policy, each with file, line, column, key and what was expected
  explain            one request: the verdict, and what every rule says to it and why
  diff A B           what one policy is that another was not, and what of it loosens a rule that rests on a law
  test FILE          a file of examples, held against the policy
  at DATE            what would hold then, and when it next changes
  replay LOGS        what a policy would have said to recorded traffic
  bundle FILE        put a policy into the build, for POLICY = "bundle"

  status             what a gate has in force
  publish FILE       bring a policy into force, everywhere within a minute
  history            what was in force before
  rollback           back to what was in force before
  shadow FILE|--off  try a policy beside the one in force, without changing any answer
  override NETWORK   another class or place for a prefix or an ASN, for some days
  break-glass        let everything pass that no law forbids, for some minutes, recorded

  sign FILE          sign a policy with a policy key
  signer-key         make a policy key

  npm run policy -- <command> --help says what each takes. Data goes to stdout, everything for the eye to stderr.
  Exit codes: 0; 1 something was found (an error, a difference, a failed example); 2 wrong use, or a gate that refused.
${COMMON}${DOOR}`

export const COMMAND_HELP: Readonly<Record<string, string>> = {
  check: `Usage: npm run policy -- check [FILE…] [--env ENV] [--json]

Reads, checks and lints: syntax, names (with the nearest one there is), values, ISO 3166 codes, sizes (5 KB a variable,
1 MiB a document), rules that cannot match or contradict one another, schedules with gaps, and the EXAMPLES of the
policy itself. Of a wrangler.toml all environments, unless one is named, and what is wrong between them. Without FILE:
this checkout's wrangler.toml. Each complaint is a line FILE:LINE:COLUMN: error|warning: KEY: … on stdout.

Exit codes: 0 no error (there may be warnings); 1 an error; 2 wrong use, no such file, or one of more than 1 MiB.
`,
  explain: `Usage: npm run policy -- explain [--policy POLICY] [request] [--at DATE] [--json]
       npm run policy -- explain [--policy POLICY] --record FILE|-

One request, decided by the code that the gate runs. What is not said is as with a home connection in the United States.

  --place CN|UA-43|absent   where the client is ("absent": nobody knows)
  --city NAME               the city that the edge names
  --asn AS64500             its network
  --network CLASS           the class of its network: hosting, vpn, residential, …
  --address IP              look place and network up offline, as npm start does, and class it by the tables of this build
  --account ID              an account that the origin has named
  --signal NAME=VALUE       any other signal (account.created=2026-01-01); "absent" and "unavailable" are values, too
  --method, --host, --path  what it asks for; GET, any, /
  --header "NAME: VALUE"    may be there several times
  --body JSON               what a JSON body holds
  --record FILE|-           admission records instead, a line of JSON each: what was decided on then
  --at DATE                 as at that time; default now, of records their own
${COMMON}`,
  diff: `Usage: npm run policy -- diff A B [--json]

What B is that A was not, by the id of each part, and which rules resting on a law B loosens.
Exit codes: 0 they mean the same; 1 they do not; 2 wrong use, or one of them is no policy.
${COMMON}`,
  test: `Usage: npm run policy -- test FILE [--policy POLICY] [--json]

FILE is TOML or JSON: EXAMPLES = […] or the list alone, as in a policy. A line an example, ok or FAIL.
Exit codes: 0 all passed; 1 one failed; 2 wrong use.
${COMMON}`,
  at: `Usage: npm run policy -- at DATE [--policy POLICY] [--json]

What would hold at DATE (2026-09-15, or 2026-09-15T00:00Z): which rules are in force, announced, not yet or no longer,
which laws, exemptions, overrides and thresholds are, the mode, and when the next of it changes.
${COMMON}`,
  bundle: `Usage: npm run policy -- bundle FILE [--env ENV]

Checks FILE and writes it into the build (src/policy/data/bundled.json, which git ignores). In wrangler.toml then stand
POLICY = "bundle" and none of the other variables of a policy. For policies larger than the 5 KB of a variable.
`,
  status: `Usage: npm run policy -- status [--json]

What the gate has in force: the revision, since when, who published it and why; the candidate; break glass.
${DOOR}`,
  publish: `Usage: npm run policy -- publish FILE --why … [--sign KEYFILE]… [--signature JWS]… [--dry-run]

Checks FILE here, shows what it changes against what is in force and what it loosens, sends it, and waits until the gate
has it in force. Where somebody else published in between, nothing is done.

  --why TEXT        for the log of changes
  --sign KEYFILE    sign it with this private key; twice, or with --signature, where the gate asks for two. Where it
                    loosens, the signature names what is in force, and is good for replacing that only
  --signature JWS   a signature that somebody made with: npm run policy -- sign FILE; for what loosens a rule resting
                    on a law, with --replaces live
  --dry-run         have it checked here and by the gate, and change nothing
${DOOR}`,
  history: `Usage: npm run policy -- history [--json]

The documents that the gate keeps, the latest first: who published each, when and why.
${DOOR}`,
  rollback: `Usage: npm run policy -- rollback [--to SHA256|deployed] --why … [--sign KEYFILE]…

Back to what was in force before, to a document of the history by its SHA-256 (or the beginning of it), or to the
deployed policy.

  --to SHA256|deployed
  --overrides-basis RULE   a rule resting on a law that this loosens; may be there several times
  --why TEXT, --sign KEYFILE, --signature JWS   as with publish; signatures that the document has already are enough
                           only where this loosens nothing
${DOOR}`,
  shadow: `Usage: npm run policy -- shadow FILE --why …
       npm run policy -- shadow --off --why …

Has FILE evaluated beside the policy in force. No answer changes; the records say which requests would differ, and by
which rule.
${DOOR}`,
  override: `Usage: npm run policy -- override PREFIX|ASN [--class CLASS] [--place CODE] --days N --reason …
                                     [--sign KEYFILE]… [--dry-run]

Mends a false positive: a network's class or place by your word, until it ends by itself. Adds one entry to
NETWORK_OVERRIDES of what is in force, with you as its owner, and publishes that.

  --overrides-basis RULE   a rule resting on a law that this loosens, as another place does; may be there several times

  npm run policy -- override 203.0.113.0/24 --class mobile --days 3 --reason 'CGNAT of Example Mobile, ticket 4711'
${DOOR}`,
  'break-glass': `Usage: npm run policy -- break-glass --minutes N --why …
       npm run policy -- break-glass --end --why …

For N minutes everything passes that is well-formed and that no rule resting on a law refuses. It is recorded, and ends
by itself.
${DOOR}`,
  sign: `Usage: npm run policy -- sign FILE --key KEYFILE [--env ENV] [--replaces live|SHA256|deployed:REVISION]

Checks FILE and prints a signature (compact JWS) of exactly what publish FILE would send.

  --replaces   for a change that loosens a rule resting on a law, which needs two such signatures: what is in force now,
               and may be replaced. "live" asks the gate; its refusal names it, too. Good for that one change only
${DOOR}`,
  'signer-key': `Usage: npm run policy -- signer-key --name WHO [--alg ES256|EdDSA]

Makes a policy key: the private half on stdout, for a file that only you can read; the entry for POLICY_SIGNERS on stderr.

  (umask 077; npm run --silent policy -- signer-key --name anna@example.com > anna.policy-key.json)
`,
}
