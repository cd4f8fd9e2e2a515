/** The page's HTML and its style. Scripts are modules beside it. */
export const pageDocument = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Training</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
<script type="module" src="/page/main.js"></script>
</head>
<body>
<header>
  <h1 id="name">Training</h1>
  <p id="status" role="status" aria-live="off">waiting for the first steps</p>
  <progress id="progress" max="1" value="0" aria-label="steps done"></progress>
</header>
<main>
  <section id="figures" aria-label="curves"></section>
  <section aria-labelledby="mixture-title"><h2 id="mixture-title">Mixture</h2><div id="mixture"></div></section>
  <section aria-labelledby="answers-title"><h2 id="answers-title">Held-out answers</h2><div id="answers"><p class="quiet">none yet</p></div></section>
  <section aria-labelledby="remarks-title"><h2 id="remarks-title">Remarks</h2><ol id="remarks"><li class="quiet">none</li></ol></section>
</main>
</body>
</html>
`;

export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d1f23; --quiet: #686d76; --line: #e2dfd8;
  --c0: #2563c9; --c1: #c2560c; --c2: #14804a; --c3: #8a3fc2; --c4: #b3261e; --c5: #0b7285;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --card: #1d2024; --ink: #e8e8e6; --quiet: #9aa0a8; --line: #33373d;
    --c0: #7fb0ff; --c1: #ffa25e; --c2: #5fd08f; --c3: #cf9cff; --c4: #ff8a80; --c5: #6fd3e4;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header { padding: 1rem 1.25rem .5rem; max-width: 80rem; margin: 0 auto; }
h1 { font-size: 1.3rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
header p { margin: .2rem 0 .5rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
progress { width: 100%; height: .5rem; accent-color: var(--c0); }
main { display: grid; gap: 1rem; padding: .5rem 1.25rem 2rem; max-width: 80rem; margin: 0 auto; }
section:not(#figures), figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1rem; margin: 0; min-width: 0; }
#figures { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
figcaption { display: flex; flex-wrap: wrap; gap: .2rem .9rem; align-items: baseline; margin-bottom: .4rem; }
figcaption b { font-weight: 600; }
.key { font-size: .85rem; color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
.key i { display: inline-block; width: .8rem; height: .2rem; border-radius: 1px; vertical-align: middle; margin-right: .35rem; background: currentColor; }
figure svg { display: block; width: 100%; height: auto; overflow: visible; }
figure svg:focus-visible { outline: 2px solid var(--c0); outline-offset: 4px; border-radius: 4px; }
svg text { fill: var(--quiet); font-size: 11px; font-family: inherit; }
svg .axis { stroke: var(--line); }
svg .stage { stroke: var(--quiet); stroke-dasharray: 2 3; }
#figures:has(details[open]) { align-items: start; }
figure details { margin-top: .5rem; font-size: .9rem; }
figure summary { color: var(--quiet); cursor: pointer; }
.sources { columns: 13rem; margin-top: .4rem; }
.sources label { display: block; overflow-wrap: anywhere; break-inside: avoid; padding-left: 1.5rem; text-indent: -1.5rem; }
.sources input { margin: 0 .4rem 0 0; width: 1.1rem; height: 1.1rem; vertical-align: -.2rem; }
figure button { font: inherit; font-size: .9rem; margin: .4rem .5rem 0 0; }
svg .cursor { stroke: var(--ink); stroke-opacity: .4; }
svg path { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
.s0 { color: var(--c0); } .s1 { color: var(--c1); } .s2 { color: var(--c2); } .s3 { color: var(--c3); } .s4 { color: var(--c4); } .s5 { color: var(--c5); }
svg path, svg circle { stroke: currentColor; }
svg path.dashed { stroke-dasharray: 5 3; }
.key.dashed i { background: repeating-linear-gradient(90deg, currentColor 0 .25rem, transparent .25rem .4rem); }
svg circle { fill: currentColor; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
#mixture th, #mixture td:not(:first-child) { overflow-wrap: normal; }
#mixture td:last-child { width: 35%; vertical-align: middle; }
@media (max-width: 480px) { #mixture td:last-child { width: 22%; } }
td.number, th.number { text-align: right; }
.bar { height: .5rem; border-radius: 2px; background: currentColor; min-width: 1px; }
#answers { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
.answer { display: grid; grid-template-columns: 5.5rem 1fr; gap: .75rem; border-top: 1px solid var(--line); padding-top: .6rem; min-width: 0; }
.answer img { width: 5.5rem; height: 5.5rem; object-fit: contain; border-radius: 4px; background: var(--line); image-rendering: auto; }
.answer p { margin: 0 0 .2rem; overflow-wrap: anywhere; }
.right::before { content: "\\2713 "; color: var(--c2); } .wrong::before { content: "\\2717 "; color: var(--c4); }
@media (max-width: 600px) { svg text { font-size: 17px; } }
.quiet { color: var(--quiet); }
ol { margin: 0; padding-left: 1.2rem; }
ol .quiet { list-style: none; margin-left: -1.2rem; }
`;
