// The theme and its button, the contents, tables on narrow screens, and print. Without it the page still reads.
(() => {
  "use strict";
  const root = document.documentElement;
  const wantsDark = matchMedia("(prefers-color-scheme: dark)");
  const wide = matchMedia("(min-width: 1340px)");
  const narrow = matchMedia("(max-width: 40rem)");

  const remember = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* a file may have no storage */ } };
  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : wantsDark.matches);
  const saved = remembered();
  if (saved === "dark" || saved === "light") root.dataset.theme = saved;

  const startTheme = () => {
    const button = document.querySelector("button.theme");
    const tell = () => {
      button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
      document.dispatchEvent(new Event("themechange"));
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember(root.dataset.theme);
      tell();
    });
    wantsDark.addEventListener("change", tell);
    tell();
  };

  const startContents = () => {
    const contents = document.querySelector(".contents details");
    if (!contents) return;
    const fit = () => { contents.open = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
    const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
    contents.addEventListener("click", (event) => { if (event.target.closest("a") && !wide.matches) contents.open = false; });
    const headings = [...links.keys()].map((key) => document.getElementById(key)).filter(Boolean);
    const mark = () => {
      const current = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3).at(-1);
      for (const [key, link] of links) {
        if (current && key === current.id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" }).observe(headings[0] || contents);
    addEventListener("scroll", mark, { passive: true });
    mark();
  };

  // A box that scrolls can be reached by keyboard and has a name; one that does not is no stop on the way.
  const markScrollers = () => {
    for (const box of document.querySelectorAll(".scroll")) {
      if (box.scrollWidth > box.clientWidth + 1) {
        const caption = box.querySelector("caption") || box.closest("section")?.querySelector("h2");
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        const { sideways, table } = document.body.dataset;
        box.setAttribute("aria-label", sideways.replace("{caption}", () => (caption ? caption.textContent : table)));
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };

  // On a phone a wide table becomes cards, and so do a chart's numbers that no phone has the columns for; its roles are
  // written out, since CSS would take them away.
  const stackTables = () => {
    const roles = { THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TH: "columnheader", TD: "cell" };
    for (const table of document.querySelectorAll(".sheet table")) {
      const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
      if (heads.length < (table.closest(".exhibit") ? 6 : 3)) continue;
      table.classList.toggle("stacked", narrow.matches);
      table.setAttribute("role", "table");
      for (const part of table.querySelectorAll("thead, tbody, tr, th, td")) {
        part.setAttribute("role", part.scope === "row" ? "rowheader" : roles[part.tagName]);
        if (part.tagName === "TD") part.dataset.label = heads[part.cellIndex] || "";
      }
    }
  };

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".sheet details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });

  addEventListener("DOMContentLoaded", () => {
    startTheme();
    startContents();
    stackTables();
    markScrollers();
    narrow.addEventListener("change", stackTables);
    addEventListener("resize", markScrollers);
    document.addEventListener("toggle", markScrollers, true);
  });
})();
