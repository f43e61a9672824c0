import Drawing

/// How a page looks, light and dark, narrow and on paper.
public let pageStyle = """
  :root { color-scheme: light dark; --ink: #1a1a1a; --faint: #555; --page: #fff; --soft: #f4f4f2; --line: #d8d8d4;
    --loud: #b34700; --wrong: #a3001b; --link: #00558c; --shade: #0005; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e6e6e6; --faint: #a8a8a8; --page: #161616; --soft: #222; --line: #3a3a3a; --loud: #ffb366;
      --wrong: #ff8a96; --link: #7cc0f0; --shade: #fff5; }
    \(SVGText.styleRules(.dark, within: ""))
  }
  * { box-sizing: border-box; }
  body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: var(--page); color: var(--ink);
    font: 1rem/1.5 system-ui, "DejaVu Sans", Verdana, sans-serif; overflow-wrap: anywhere; }
  h1, h2, h3, h4 { line-height: 1.25; }
  a { color: var(--link); }
  nav { border-left: 3px solid var(--line); padding-left: 1rem; margin: 1rem 0; }
  nav ul { list-style: none; margin: 0; padding: 0; }
  nav .level3, nav .level4, nav .level5, nav .level6 { padding-left: 1rem; }
  pre { overflow-x: auto; padding: .6rem .8rem; background: var(--soft); border-radius: .3rem; margin: .6rem 0;
    font: .875rem/1.45 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: normal; }
  pre.code { border-left: 3px solid var(--line); }
  pre.failed { border-left: 3px solid var(--wrong); color: var(--wrong); white-space: pre-wrap; }
  table { display: block; overflow-x: auto; border-collapse: collapse; margin: .6rem 0; max-width: 100%;
    font-variant-numeric: tabular-nums; overflow-wrap: normal; }
  th, td { padding: .25rem .7rem; text-align: left; border-bottom: 1px solid var(--line); unicode-bidi: isolate; }
  th { border-bottom: 2px solid var(--faint); white-space: nowrap; }
  th button { all: unset; cursor: pointer; font-weight: bold; }
  th button:focus-visible { outline: 2px solid var(--link); }
  th[aria-sort=ascending] button::after { content: " ▲"; font-size: .7em; }
  th[aria-sort=descending] button::after { content: " ▼"; font-size: .7em; }
  caption { text-align: left; color: var(--faint); font-size: .875rem; padding-bottom: .3rem; }
  svg.mien-chart { max-width: 100%; height: auto; display: block; margin: .6rem 0; }
  svg.mien-narrow { display: none; }
  @media screen and (max-width: 40rem) { svg.mien-wide { display: none; } svg.mien-narrow { display: block; } }
  .mien-faces { display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
  .mien-faces figure { margin: 0; max-width: 10rem; font-size: .875rem; }
  tr:target { background: var(--soft); outline: 2px solid var(--link); }
  .mien-notice { color: var(--loud); }
  .mien-note, .mien-provenance, .bound { color: var(--faint); font-size: .9rem; margin: .25rem 0; }
  .mien-bars { display: table; }
  @media screen {
    caption { display: block; position: sticky; left: 0; }
    td[style*=right] { white-space: nowrap; }
    table { background: linear-gradient(to right, var(--page) 30%, transparent) 0 0 / 2rem 100% no-repeat local,
      linear-gradient(to left, var(--page) 30%, transparent) 100% 0 / 2rem 100% no-repeat local,
      linear-gradient(to right, var(--shade), transparent) 0 0 / .6rem 100% no-repeat scroll,
      linear-gradient(to left, var(--shade), transparent) 100% 0 / .6rem 100% no-repeat scroll; }
  }
  @media screen and (max-width: 40rem) {
    th { white-space: normal; }
    td:not(:first-child):not([style]) { min-width: 7rem; }
  }
  @page { margin: 15mm; }
  @media print {
    body { max-width: none; padding: 0; font-size: 10pt; }
    nav, script { display: none; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 8.5pt; }
    table { display: table; font-size: 8pt; }
    caption, .mien-note, .mien-provenance, .bound { font-size: 8.5pt; }
    th, td { padding: .15rem .4rem; }
    svg, tr, pre { break-inside: avoid; }
    h2, h3, .mien-notice { break-after: avoid; }
  }
  """

/// A function that makes the tables inside an element sort their rows when a head is pressed: numbers by size, words by the
/// alphabet, back at the second press.
public let sortingScript = """
  "use strict";
  const makeSortable = element => { for (const table of element.querySelectorAll("table.mien-table")) {
    const body = table.tBodies[0];
    for (const head of table.tHead ? table.tHead.rows[0].cells : []) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = row => (row.cells[head.cellIndex] || row).textContent.trim();
        const number = text => parseFloat(text.replaceAll(",", "").replace("−", "-"));
        const rows = [...body.rows].sort((a, b) => {
          const [x, y] = [key(a), key(b)];
          const [m, n] = [number(x), number(y)];
          if (Number.isNaN(m) !== Number.isNaN(n)) return Number.isNaN(m) ? 1 : -1;
          const order = Number.isNaN(m) ? x.localeCompare(y) : m - n;
          return down ? -order : order;
        });
        body.append(...rows);
      });
    }
  } };
  """
