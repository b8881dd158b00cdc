// Puts plotly's chart before each drawn one, in the theme's colours. The drawn one stays where plotly fails, in
// print, and on a phone, for which it has a form of its own.
(() => {
  "use strict";
  const start = () => {
    const themes = JSON.parse(document.getElementById("themes").textContent);
    const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark";
    const coloured = (text) => {
      const theme = themes[isDark() ? "dark" : "light"];
      return text.replace(/#[0-9a-f]{6}/gi, (colour) => theme[colour.toLowerCase()] || colour);
    };
    const charts = [...document.querySelectorAll("script.chart")].map((source) => {
      const figure = source.previousElementSibling;
      const place = document.createElement("div");
      place.className = "live";
      place.setAttribute("aria-hidden", "true");
      figure.prepend(place);
      return { source: source.textContent, figure, place };
    });
    const draw = async ({ source, figure, place }) => {
      const chart = JSON.parse(coloured(source));
      const layout = { ...chart.layout, autosize: true, margin: { ...chart.layout.margin, t: 24 } };
      delete layout.width;
      delete layout.title;  // the caption says it
      try {
        await Plotly.react(place, chart.data, layout, { responsive: true, displaylogo: false, displayModeBar: false });
        figure.classList.add("drawn");
      } catch (error) {
        place.remove();
        console.warn("A chart stays as drawn:", error.message);
      }
    };
    const narrow = matchMedia("(max-width: 40rem)");
    const isDrawn = ({ figure }) => narrow.matches && figure.querySelector(".ink");
    const drawAll = () => charts.filter((chart) => !isDrawn(chart)).forEach(draw);
    narrow.addEventListener("change", drawAll);
    document.addEventListener("themechange", drawAll);
    document.fonts.load("14px Inter").then(drawAll, drawAll);  // plotly measures words before it sets them
  };
  addEventListener("DOMContentLoaded", start);
})();
