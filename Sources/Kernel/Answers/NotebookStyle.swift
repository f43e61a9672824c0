/// How parts of a page look in a notebook: colours come from the notebook's own theme, light or dark.
let partStyle = """
  .mien table { border-collapse: collapse; margin: .4em 0; font-variant-numeric: tabular-nums; }
  .mien th, .mien td { padding: .2em .7em; text-align: left; border-bottom: 1px solid rgba(128, 128, 128, .35); }
  .mien th:not([style]), .mien td:not([style]) { text-align: left !important; }
  .mien pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace !important; }
  .mien th { border-bottom: 2px solid rgba(128, 128, 128, .7); }
  .mien caption { text-align: left; opacity: .75; }
  .mien h3 { margin: .6em 0 .2em; font-size: 1.05em; }
  .mien p { margin: .25em 0; }
  .mien .mien-notice { font-weight: bold; }
  .mien .mien-note, .mien .mien-provenance { opacity: .75; }
  """
