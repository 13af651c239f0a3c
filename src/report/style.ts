import { themeColours } from "./theme.ts";

/** The page's style sheet: light on paper and by default, dark where the reader's screen is. */
export function styleSheet(): string {
  const colours = themeColours();
  const light = colours.map(([name, pair]) => `${name}:${pair.light}`).join(";");
  const dark = colours.map(([name, pair]) => `${name}:${pair.dark}`).join(";");
  return `:root{color-scheme:light;${LIGHT};${light}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${DARK};${dark}}}
${LAYOUT}${CLAIMS}${FIGURES}${NARROW}${PRINT}`;
}

const LIGHT =
  "--page:#ffffff;--raised:#f6f7f9;--ink:#1b1f24;--quiet:#57606a;--line:#d5dae1;--link:#0b5cad;" +
  "--supported:#146c2e;--contradicted:#b3261e;--inconclusive:#7a5200;--none:#57606a";

const DARK =
  "--page:#12151a;--raised:#1a1f26;--ink:#e6e9ee;--quiet:#a2acb8;--line:#343c47;--link:#7db8f5;" +
  "--supported:#5fd07f;--contradicted:#ff938a;--inconclusive:#ecc05a;--none:#a2acb8";

const LAYOUT = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;overflow-wrap:break-word;background:var(--page);color:var(--ink);
  font:16px/1.5 system-ui,sans-serif}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header{padding-top:32px}footer{padding-bottom:48px;color:var(--quiet)}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 4px}
h2{font-size:1.35rem;margin:44px 0 12px}h3{font-size:1.05rem;margin:0 0 8px}
h4{font-size:1rem;margin:0 0 8px}
p{margin:0 0 12px}a{color:var(--link)}
[id]{scroll-margin-top:12px}
nav{display:flex;flex-wrap:wrap;gap:4px 16px}
.kicker{color:var(--quiet);margin:0}
.command span{display:block}
.command code{display:inline-block;margin-top:2px;padding:3px 8px;border-radius:4px;
  background:var(--raised);border:1px solid var(--line);user-select:all}
.facts{color:var(--quiet)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
code{font:0.87em ui-monospace,monospace;overflow-wrap:anywhere}
.scroll tbody th{white-space:normal;min-width:9rem;max-width:22rem;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:0 0 16px}
table{border-collapse:collapse;font-size:0.87rem;min-width:min(100%,46rem)}
th,td{padding:5px 20px 5px 0;text-align:left;vertical-align:top;white-space:nowrap;
  border-bottom:1px solid var(--line)}
thead th{color:var(--quiet);font-weight:600}tbody th{font-weight:400}
.number{text-align:right;font-variant-numeric:tabular-nums}
td .sentence{display:block;white-space:normal;min-width:18rem}
`;

/** On a narrow screen a row of a table is a block: its name, then each number with its title. */
const NARROW = `@media screen and (max-width:560px){
table,tbody{display:block}thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}
.scroll tr{display:flex;flex-wrap:wrap;gap:0 16px;padding:6px 0;
  border-bottom:1px solid var(--line)}
.scroll tbody th{flex:1 0 100%;max-width:none;font-weight:600}
.scroll th,.scroll td{border:0;padding:0;text-align:left;white-space:normal}
.scroll td::before,.scroll tbody th.number::before{content:attr(data-label) " ";
  color:var(--quiet);font-weight:400}
td .sentence{min-width:0}
}
`;

const CLAIMS = `.tally{display:flex;flex-wrap:wrap;gap:4px 24px;list-style:none;padding:0;
  margin:0 0 14px}
.claim{border:1px solid var(--line);border-radius:8px;margin:0 0 10px;background:var(--raised)}
.claim>summary{display:grid;grid-template-columns:11.5rem minmax(0,1fr) 14rem auto;gap:4px 20px;
  padding:14px 18px;cursor:pointer;list-style:none;border-radius:8px}
.claim>summary::-webkit-details-marker{display:none}
.claim>summary::after{content:"";width:9px;height:9px;margin:6px 4px 0;
  border:solid var(--quiet);border-width:0 2px 2px 0;transform:rotate(45deg)}
.claim[open]>summary::after{transform:rotate(-135deg);margin-top:11px}
.claim>summary:hover .says{text-decoration:underline;text-underline-offset:3px}
.headline{display:flex;flex-direction:column;gap:2px}
.claim-id{color:var(--quiet);font-variant-numeric:tabular-nums;padding-left:1.75em}
.verdict{font-weight:700;white-space:nowrap;color:var(--none)}
.verdict .icon{display:inline-block;width:1.5em;height:1.5em;line-height:1.28em;
  margin-right:.45em;border:1.5px solid;border-radius:50%;text-align:center;font-size:.9em}
.supported{color:var(--supported)}.contradicted{color:var(--contradicted)}
  .inconclusive{color:var(--inconclusive)}
.says{font-size:1.06rem;text-wrap:pretty}
.numbers{display:flex;flex-direction:column;font-size:0.87rem;color:var(--quiet);
  font-variant-numeric:tabular-nums}
.numbers b{color:var(--ink)}
.evidence{padding:6px 18px 14px;border-top:1px solid var(--line)}
.why b{font-weight:600;color:var(--ink)}
.why{display:block;font-size:.9rem;color:var(--quiet);margin-top:2px}
dl{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0 0 16px;font-size:0.87rem}
dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
`;

const FIGURES = `.figures{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));
  gap:40px 32px}
.figure{margin:0;min-width:0;grid-column:1/-1}
.paper-figure{margin:0 0 64px;padding-top:20px;border-top:1px solid var(--line)}
.paper-figure h3{font-size:1.2rem;margin-bottom:12px}
.missing{font-size:.9rem;color:var(--quiet);max-width:90ch;
  border-left:3px solid var(--inconclusive);padding-left:12px;margin-bottom:20px}
.figure svg{display:block;width:100%;height:auto;overflow:visible}
.legend{max-width:430px}
.panels{display:grid;max-width:calc(var(--columns,99)*(var(--panel)*1.13 + 20px));
  grid-template-columns:repeat(auto-fill,minmax(min(100%,var(--panel)*var(--room,1.13)),1fr));
  gap:16px 20px;
  margin:10px 0 8px}
.panel{display:flex;flex-direction:column;justify-content:space-between;min-width:0;
  max-width:calc(var(--panel)*1.35)}
.panel-title{margin:0;font-size:0.87rem;line-height:1.35}
.panel-title span{color:var(--quiet);display:block}
figcaption{color:var(--quiet);font-size:0.9rem;max-width:75ch}
.downloads{margin:8px 0 0;font-size:0.9rem}.downloads a{margin-right:20px}
td .values{white-space:normal;overflow-wrap:anywhere;font-variant-numeric:tabular-nums;
  word-spacing:.35em}
.evidence .figure{max-width:480px;margin:4px 0 16px}
section>.figure{margin-bottom:36px}
.networks{border-top:1px solid var(--line)}.networks>summary,.registered>summary{padding:8px 0;
  cursor:pointer}
.networks>summary span{color:var(--quiet);margin-left:10px;font-size:.87rem}
.networks[open]{padding-bottom:12px}
@media (max-width:760px){
header,main,footer{padding-left:16px;padding-right:16px}
.claim>summary{grid-template-columns:minmax(0,1fr) auto;padding:12px 14px}
.claim>summary::after{grid-column:2;grid-row:1}
.headline{flex-direction:row;gap:10px}.claim-id{padding-left:0}
.says,.numbers{grid-column:1/-1}
.numbers{flex-direction:row;flex-wrap:wrap;gap:2px 16px}
.evidence{padding:6px 14px 12px}
.figures{grid-template-columns:minmax(0,1fr)}
.panels{grid-template-columns:repeat(auto-fill,minmax(min(100%,max(150px,var(--panel)*.74)),1fr));
  gap:14px 12px}
}
`;

/** On paper everything is open, nothing scrolls, and no figure is cut by a page's end. */
const PRINT = `@media print{
@page{margin:14mm}
body{font-size:10.5pt}header,main,footer{max-width:none;padding:0}
nav,.downloads,.claim>summary::after{display:none}
.networks:not([open]){display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
.panel,.claim>summary,tr{break-inside:avoid}
h2,h3,h4,.legend{break-after:avoid}
.evidence .figure{break-inside:avoid}
.scroll{overflow:visible}table{font-size:7.5pt}th,td{white-space:normal;padding-right:6px}
  td .sentence{min-width:0}
.claim{background:none}a{color:inherit}
}
`;
