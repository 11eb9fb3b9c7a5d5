/** One style for screens of either kind and for paper. The colours of verdicts differ in lightness, too. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1d2329; --soft: #59636e; --page: #ffffff; --line: #d5dbe1; --panel: #f5f7f9;
  --allow: #2f9e6e; --limit: #3a7bd5; --challenge: #e0a419; --deny: #c13a32; --uncertain: #9aa5b1; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ec; --soft: #9aa5b1; --page: #14181c; --line: #333b43;
  --panel: #1c2227; --allow: #3fb883; --limit: #5a97ea; --challenge: #e8b53a; --deny: #e2625a; --uncertain: #6b7681; } }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; } p { margin: .35rem 0; } .soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; } td.n, th.n { text-align: right; } td.n, td.w { white-space: nowrap; }
td { overflow-wrap: anywhere; } td:first-child { overflow-wrap: normal; } .scroll { overflow-x: auto; }
code { font: 13px ui-monospace, monospace; overflow-wrap: anywhere; }
.plot { width: 100%; height: auto; display: block; } .plot text { font-size: 12px; fill: var(--text); }
.plot .end { text-anchor: end; } .plot .count { fill: var(--soft); } .plot .grid { stroke: var(--line); }
.allow { fill: var(--allow); } .limit { fill: var(--limit); } .challenge { fill: var(--challenge); }
.deny, .stricter { fill: var(--deny); } .milder { fill: var(--allow); } .changed { fill: var(--challenge); } .uncertain, .perhaps { fill: var(--uncertain); }
.legend span { margin-right: 1rem; color: var(--soft); white-space: nowrap; }
.cards { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
.card { background: var(--panel); border-radius: 8px; padding: .6rem 1rem; min-width: 7rem; }
.card b { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
@media print { :root { color-scheme: light; --text: #000; --soft: #444; --page: #fff; --line: #bbb; --panel: #f2f2f2;
  --allow: #2f9e6e; --limit: #3a7bd5; --challenge: #e0a419; --deny: #c13a32; --uncertain: #9aa5b1; }
  body { padding: 0; max-width: none; font-size: 11pt; } h2, h3 { break-after: avoid; } tr, svg, .card { break-inside: avoid; }
  rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`
