// An answer as a mark: the fuller the better, round for advice, as the charts draw it; never by colour alone.

const SVG = "http://www.w3.org/2000/svg";
const STROKES = { tick: "M7.2 12.4l3.6 3.6l6.5-7.8", cross: "M8.1 8.1l7.8 7.8m0-7.8l-7.8 7.8", question: "M8.8 9c0-4.2 6.8-4.2 6.8.3c0 3.2-3.5 3.2-3.5 6.2m0 2.7l0 .4", dash: "M7.2 12l9.6 0" };
const LOOKS = {
  always: { fill: "accent", stroke: "accent", sign: "tick", ink: "on-accent" },
  usually: { fill: "paper", stroke: "accent", level: 2 / 3 },
  sometimes: { fill: "paper", stroke: "accent", level: 1 / 3 },
  never: { fill: "paper", stroke: "warm", sign: "cross", ink: "warm" },
  unknown: { fill: "paper", stroke: "muted", dash: "4 3", sign: "question", ink: "ink" },
  "not-applicable": { fill: "void", stroke: "void", sign: "dash", ink: "muted" },
  "": { fill: "paper", stroke: "muted", weight: 1 },
};
const drawnMarks = new Map();

const shape = (tag, attributes) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};

const outline = (isGate, attributes) =>
  isGate ? shape("rect", { x: 1, y: 1, width: 22, height: 22, rx: 3, ...attributes }) : shape("circle", { cx: 12, cy: 12, r: 11, ...attributes });

// What fills the mark from its foot up to a level.
const levelOf = (isGate, level) => {
  const depth = 20 * level;
  if (isGate) return shape("rect", { class: "f-usually", x: 2, y: 22 - depth, width: 20, height: depth });
  const top = 22 - depth;
  const half = Math.sqrt(100 - (top - 12) ** 2);
  return shape("path", { class: "f-usually", d: `M${12 - half} ${top}A10 10 0 ${level > 0.5 ? 1 : 0} 0 ${12 + half} ${top}Z` });
};

const drawMark = (answer, isGate) => {
  const look = LOOKS[answer] || LOOKS[""];
  const svg = shape("svg", { viewBox: "0 0 24 24", class: "mark", "aria-hidden": "true", focusable: "false" });
  svg.append(outline(isGate, { class: `f-${look.fill} s-${look.stroke}`, "stroke-width": look.weight || 2, ...(look.dash ? { "stroke-dasharray": look.dash } : {}) }));
  if (look.level) svg.append(levelOf(isGate, look.level));
  if (look.sign) svg.append(shape("path", { class: `s-${look.ink}`, d: STROKES[look.sign], fill: "none", "stroke-width": 2.6, "stroke-linecap": "round", "stroke-linejoin": "round" }));
  return svg;
};

const mark = (answer, isGate) => {
  const name = `${answer || ""} ${isGate}`;
  if (!drawnMarks.has(name)) drawnMarks.set(name, drawMark(answer || "", isGate));
  const svg = drawnMarks.get(name).cloneNode(true);
  svg.dataset.mark = name;
  return svg;
};

// Puts the mark of an answer where another stands, if it differs.
const remark = (svg, answer, isGate) => {
  if (svg.dataset.mark === `${answer || ""} ${isGate}`) return svg;
  const next = mark(answer, isGate);
  svg.replaceWith(next);
  return next;
};
