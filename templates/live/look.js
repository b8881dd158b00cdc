// How the screen looks where it is: the theme of the place or the one chosen, fonts from Python, and the full screen.

// Voilà has a shell of that name too, and says what it is.
const isInLab = () => !document.body.dataset.voila && Boolean(document.querySelector(".jp-NotebookPanel, .jp-LabShell"));

const followTheme = (app) => {
  const wantsDark = matchMedia("(prefers-color-scheme: dark)");
  const ofPlace = () => (app.isLab ? document.body.dataset.jpThemeLight === "false" : wantsDark.matches) ? "dark" : "light";
  const apply = () => {
    app.theme = stored(localStorage, "theme") || ofPlace();
    attr(app.root, "data-theme", app.theme);
    app.themeChanged?.();
  };
  app.toggleTheme = () => {
    const next = app.theme === "dark" ? "light" : "dark";
    store(localStorage, "theme", next === ofPlace() ? "" : next); // back at the place's own: follow it again
    apply();
  };
  const watch = new MutationObserver(apply);
  if (app.isLab) watch.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  wantsDark.addEventListener("change", apply);
  apply();
  return () => {
    watch.disconnect();
    wantsDark.removeEventListener("change", apply);
  };
};

const loadFonts = (faces, buffers) => {
  if (PAGE.fonts) return;
  PAGE.fonts = true;
  faces.forEach(({ family, weight }, index) => document.fonts.add(new FontFace(family, buffers[index], { weight: String(weight), display: "swap" })));
};

const present = (app, isOn) => {
  app.isPresenting = isOn;
  attr(app.page, "data-presenting", isOn ? "yes" : null);
  if (isOn) app.root.requestFullscreen?.().catch(() => {}); // without leave it still hides the form
  else if (document.fullscreenElement === app.root) document.exitFullscreen();
  app.refresh();
  app.root.focus({ preventScroll: true });
};

const followFullScreen = (app) => {
  const changed = () => { if (!document.fullscreenElement && app.isPresenting) present(app, false); };
  document.addEventListener("fullscreenchange", changed);
  return () => document.removeEventListener("fullscreenchange", changed);
};
