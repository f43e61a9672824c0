// Shows what the server tells, block by block; asks nothing of anybody else.
const $ = id => document.getElementById(id);
const blocks = new Map();
let digest = "";

const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

// One block: its parts are made once, so that what is open, selected or focused stays so.
const newBlock = told => {
  const root = element("section", "block " + told.kind);
  root.id = "block-" + told.id;
  root.tabIndex = -1;
  const parts = { root, content: element("div", "content"), problem: element("pre", "failed"), knobs: element("div", "knobs") };
  parts.problem.setAttribute("role", "alert");
  if (told.kind === "output") {
    const line = element("div", "line");
    parts.text = element("code");
    parts.state = element("span", "state");
    line.append(parts.text, parts.state);
    parts.growing = element("div", "growing");
    parts.notes = element("pre", "notes");
    parts.why = element("details", "why");
    parts.whyContent = element("div");
    parts.why.append(element("summary", "", "why"), parts.whyContent);
    root.append(line, parts.problem, parts.growing, parts.content, parts.notes, parts.why);
  } else {
    root.append(parts.content, parts.knobs, parts.problem);
  }
  return parts;
};

const setText = (part, text) => { if (part.textContent !== text) part.textContent = text; part.hidden = text === ""; };

const show = told => {
  const known = blocks.get(told.id);
  const parts = known || newBlock(told);
  blocks.set(told.id, parts);
  parts.root.dataset.state = told.state;
  if (told.content !== undefined) {
    // Made by the server of escaped parts alone; the page's policy lets nothing in it run.
    parts.content.innerHTML = told.content;
    makeSortable(parts.content);
  }
  setText(parts.problem, told.problem);
  if (told.kind === "output") {
    parts.text.textContent = told.text;
    parts.text.title = told.text;
    parts.state.textContent = told.status;
    if (parts.growing.innerHTML !== told.growing) parts.growing.innerHTML = told.growing;
    setText(parts.notes, told.notes.join("\n"));
    if (told.why !== undefined) { parts.whyContent.innerHTML = told.why; parts.why.hidden = told.why === ""; }
    parts.root.hidden = told.state === "current" && parts.content.innerHTML === "" && told.problem === "";
  } else {
    showKnobs(parts, told.knobs);
  }
};

// Sliders and choices; one that is being moved is left alone.
const showKnobs = (parts, knobs) => {
  parts.knobs.hidden = knobs.length === 0;
  const names = JSON.stringify(knobs.map(knob => ({ ...knob, value: null })));
  if (parts.knobs.dataset.names !== names) {
    parts.knobs.dataset.names = names;
    parts.knobs.replaceChildren(...knobs.map(newKnob));
  }
  knobs.forEach((knob, index) => {
    const row = parts.knobs.children[index];
    const input = row.querySelector("input, select");
    if (input.dataset.held) return;
    input.value = knob.value;
    row.querySelector("output").textContent = knob.value;
  });
};

const newKnob = (knob, index) => {
  const row = element("p");
  const label = element("label", "", knob.name);
  const id = "knob-" + knob.name + "-" + knob.occurrence;
  label.htmlFor = id;
  const input = element(knob.values ? "select" : "input");
  const value = element("output");
  value.htmlFor = id;
  input.id = id;
  if (knob.values) {
    input.append(...knob.values.map(choice => { const made = element("option", "", choice); made.value = choice; return made; }));
    value.hidden = true;
  } else {
    Object.assign(input, { type: "range", min: knob.lower, max: knob.upper, step: knob.step });
  }
  input.addEventListener("input", () => { value.textContent = input.value; });
  input.addEventListener("pointerdown", () => { input.dataset.held = "1"; });
  input.addEventListener("pointerup", () => { delete input.dataset.held; });
  input.addEventListener("change", () => { delete input.dataset.held; turn(knob, input.value); });
  row.append(label, input, value);
  return row;
};

const turn = async (knob, value) => {
  const body = JSON.stringify({ name: knob.name, occurrence: knob.occurrence, value: String(value), digest });
  const answer = await fetch("knob", { method: "POST", body });
  if (!answer.ok) $("status").textContent = (await answer.text()).trim();
};

// A lesson: what can be done now, at the foot of the page.
const enter = async entry => {
  const answer = await fetch("lesson", { method: "POST", body: JSON.stringify({ entry }) });
  if (answer.ok) $("entry").value = "";
  else $("status").textContent = (await answer.text()).trim();
};

const buttonFor = (label, entry) => {
  const made = element("button", "", label);
  made.type = "button";
  made.addEventListener("click", () => enter(entry));
  return made;
};

const showLesson = (lesson, busy) => {
  const form = $("lesson");
  form.hidden = !lesson;
  document.body.classList.toggle("lesson", Boolean(lesson));
  if (!lesson) return;
  for (const control of form.querySelectorAll("button")) control.disabled = busy;
  const key = lesson.choices.join(" ");
  if ($("choices").dataset.key === key) return;
  $("choices").dataset.key = key;
  $("choices").replaceChildren(...lesson.choices.map(letter => buttonFor(letter, letter)));
};

$("lesson").addEventListener("submit", event => { event.preventDefault(); enter($("entry").value.trim()); });
$("words").append(...[["Go on", ""], ["Hint", "hint"], ["Skip", "skip"], ["Back", "back"], ["Begin anew", "restart"]]
  .map(([label, entry]) => buttonFor(label, entry)));

const showContents = () => {
  const heads = [...document.querySelectorAll("#blocks h2, #blocks h3")].filter(head => head.id);
  const key = heads.map(head => head.id + head.textContent).join("\n");
  const nav = $("contents");
  if (nav.dataset.key === key) return;
  nav.dataset.key = key;
  nav.hidden = heads.length < 2;
  nav.firstElementChild.replaceChildren(...heads.map(head => {
    const item = element("li", "level" + head.tagName[1]);
    const link = element("a", "", head.textContent);
    link.href = "#" + head.id;
    item.append(link);
    return item;
  }));
};

const take = news => {
  digest = news.digest;
  document.title = news.title;
  $("title").textContent = news.title;
  $("status").textContent = news.status;
  setText($("problem"), news.problem);
  document.body.classList.toggle("busy", news.busy);
  document.body.classList.toggle("wrong", news.wrong);
  document.body.classList.remove("lost");
  for (const block of news.blocks) show(block);
  const wanted = new Set(news.order);
  for (const [id, parts] of blocks) if (!wanted.has(id)) { parts.root.remove(); blocks.delete(id); }
  const main = $("blocks");
  news.order.forEach((id, index) => {
    const parts = blocks.get(id);
    if (parts && main.children[index] !== parts.root) main.insertBefore(parts.root, main.children[index] || null);
  });
  showContents();
  const wasLong = document.body.dataset.count !== String(news.order.length);
  document.body.dataset.count = news.order.length;
  showLesson(news.lesson, news.busy);
  if (news.lesson && wasLong && main.lastElementChild) main.lastElementChild.scrollIntoView({ block: "nearest" });
};

const follow = () => {
  const stream = new EventSource("events");
  stream.onopen = () => { blocks.clear(); $("blocks").replaceChildren(); };
  stream.onmessage = event => take(JSON.parse(event.data));
  stream.onerror = () => {
    document.body.classList.add("lost");
    $("status").textContent = "mien watch has ended or cannot be reached; this is what it showed last";
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, 2000);
  };
};

// The keyboard: cells are visited in order, wherever the page is scrolled to.
const visible = selector => [...document.querySelectorAll(selector)].filter(block => !block.hidden);
const goTo = block => { if (block) { block.focus({ preventScroll: true }); block.scrollIntoView({ block: "start" }); } };
const current = list => list.findIndex(block => block === document.activeElement || block.contains(document.activeElement));
const step = (list, by) => {
  const at = current(list);
  goTo(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))]);
};

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, dialog")) return;
  const all = visible(".block");
  const actions = {
    j: () => step(all, 1),
    k: () => step(all, -1),
    e: () => {
      const wrong = all.filter(block => block.dataset.state !== "current");
      const at = all.indexOf(document.activeElement);
      goTo(wrong.find(block => all.indexOf(block) > at) || wrong[0]);
    },
    w: () => { const why = document.activeElement.querySelector(".why"); if (why) why.open = !why.open; },
    c: () => { const link = $("contents").querySelector("a"); if (link) { link.focus(); window.scrollTo(0, 0); } },
    "?": () => $("help").showModal(),
  };
  if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
});
$("keys").addEventListener("click", () => $("help").showModal());
follow();
