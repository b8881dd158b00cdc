// Two voices: both are kept, the verdict is shown under each, and what they dispute stands on top.

const nextVoice = (app) => {
  const { speakers } = app.view;
  if (!speakers.length) {
    app.openVoices();
    return;
  }
  const order = ["", ...speakers];
  app.voice = order[(order.indexOf(app.voice) + 1) % order.length];
  app.say(app.voice ? `${app.voice} speaks` : "For the record");
  app.refresh();
};

const makeVoices = (app) => {
  const names = [1, 2].map((number) => el("input", { id: `${app.id}-voice-${number}`, type: "text", autocomplete: "off", dir: "auto", placeholder: number === 1 ? "CTO" : "Engineer" }));
  const start = (event) => {
    event.preventDefault();
    const speakers = names.map((input) => input.value.trim() || input.placeholder);
    if (speakers[0] === speakers[1]) speakers[1] = `${speakers[1]} 2`;
    edit(app, "speakers", { names: speakers });
    app.voice = speakers[0];
    dialog.node.close();
  };
  const stop = el("button", { type: "button", text: "One voice again", onclick: () => { app.voice = ""; edit(app, "speakers", { names: [] }); dialog.node.close(); } });
  const form = el("form", { onsubmit: start }, el("p", { class: "hint", text: "Two people who see it differently: each is heard on each practice, and both are kept." }),
    el("div", { class: "two" }, ...names.map((input, index) => el("div", { class: "field" }, el("label", { for: input.id, text: index ? "The other" : "One" }), input))),
    el("div", { class: "actions" }, el("button", { type: "submit", class: "strong", text: "Hear both" }), stop));
  const dialog = makeDialog(app, "Two voices", "voices", form);
  app.openVoices = () => {
    app.view.speakers.forEach((name, index) => { names[index].value = name; });
    dialog.open();
    names[0].focus();
  };
  return { node: dialog.node, change: (view) => show(stop, view.speakers.length > 0) };
};

// Beside the picture: who says what, where it matters.
const makeHeard = (app) => {
  const verdicts = el("ul", { class: "verdicts" });
  const disputes = el("ul", { class: "disputes" });
  const none = el("p", { class: "hint", text: "No dispute so far." });
  const node = el("section", { class: "heard", "aria-label": "Two voices", hidden: true }, el("h3", { text: "Two voices" }), disputes, none, verdicts);
  const change = (view) => {
    show(node, view.speakers.length > 0);
    if (!view.speakers.length) return;
    show(none, !view.disputes.length);
    fill(verdicts, view.verdicts, (verdict) => verdict.speaker, (verdict) => el("li", {}, el("strong", { dir: "auto", text: verdict.speaker }), el("p", {})), (item, verdict) => put(item.lastChild, verdict.line));
    fill(disputes, view.disputes, (dispute) => dispute.practice, (dispute) => el("li", {}, el("button", { type: "button", class: "plain", text: dispute.name, onclick: () => goTo(app, dispute.practice) }), el("span", { class: "tag", text: "changes the verdict" }), el("p", {})), (item, dispute) => {
      show(item.children[1], dispute.changes);
      put(item.children[2], dispute.sentence);
    });
  };
  return { node, change };
};
