// SPDX-License-Identifier: Apache-2.0
// The drawn network from nearer: buttons, plus, minus, 0, arrow keys, dragging, two fingers. Without this file the
// picture is whole and its circles are links all the same. Only the viewBox changes, never a style.
"use strict";
(() => {
  const figure = document.querySelector("figure.map");
  if (!figure) return;
  const words = document.documentElement.lang === "ja"
    ? { tools: "図の大きさ", nearer: "拡大", further: "縮小", whole: "全体を表示", hint: "ドラッグか矢印キーで動かせます。" }
    : { tools: "Size of the picture", nearer: "Zoom in", further: "Zoom out", whole: "Show all", hint: "Drag it, or use the arrow keys." };
  const nearest = 6, step = 1.5;
  const between = (least, value, most) => Math.min(Math.max(value, least), most);
  const views = new Map([...figure.querySelectorAll("svg")].map((svg) => {
    const [width, height] = svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
    return [svg, { width, height, x: 0, y: 0, near: 1, seen: { x: 0, y: 0, near: 1 } }];
  }));
  const shown = () => [...views.keys()].find((svg) => svg.getBoundingClientRect().width > 0);

  const tools = document.createElement("div");
  tools.className = "map-tools screen-only";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", words.tools);
  const button = (sign, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    if (sign !== name) made.setAttribute("aria-label", name);
    made.addEventListener("click", () => { if (made.getAttribute("aria-disabled") !== "true") act(shown()); });
    tools.append(made);
    return made;
  };
  const nearer = button("+", words.nearer, (svg) => zoom(svg, step));
  const further = button("−", words.further, (svg) => zoom(svg, 1 / step));
  const whole = button(words.whole, words.whole, (svg) => look(svg, { x: 0, y: 0, near: 1 }));
  const said = document.createElement("output");
  const hint = document.createElement("p");
  hint.className = "meta screen-only";
  hint.textContent = words.hint;
  tools.append(said);
  figure.prepend(tools, hint);

  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  let frame = 0;
  const put = (svg, seen) => {
    const view = views.get(svg);
    view.seen = seen;
    svg.setAttribute("viewBox", `${seen.x} ${seen.y} ${view.width / seen.near} ${view.height / seen.near}`);
  };
  const tell = (svg) => {
    if (!svg) return; // the page is being taken down
    const { near } = views.get(svg);
    said.textContent = `${Math.round(near * 100)} %`;
    hint.hidden = near === 1;
    for (const one of [further, whole]) one.setAttribute("aria-disabled", near === 1);
    nearer.setAttribute("aria-disabled", near === nearest);
    figure.classList.toggle("is-near", near > 1);
  };
  const look = (svg, to, glides = true) => {
    const view = views.get(svg), from = view.seen;
    view.near = between(1, to.near, nearest);
    view.x = between(0, to.x, view.width - view.width / view.near);
    view.y = between(0, to.y, view.height - view.height / view.near);
    tell(svg);
    const end = { x: view.x, y: view.y, near: view.near };
    cancelAnimationFrame(frame);
    if (!glides || isStill.matches) return put(svg, end);
    const began = performance.now();
    const glide = (now) => {
      const part = between(0, (now - began) / 160, 1), mixed = (key) => from[key] + (end[key] - from[key]) * part;
      put(svg, part === 1 ? end : { x: mixed("x"), y: mixed("y"), near: mixed("near") });
      if (part < 1) frame = requestAnimationFrame(glide);
    };
    frame = requestAnimationFrame(glide);
  };
  // What lies at (x, y) stays where it is.
  const zoom = (svg, factor, at, glides) => {
    const view = views.get(svg), near = between(1, view.near * factor, nearest), kept = view.near / near;
    const x = at?.x ?? view.x + view.width / view.near / 2, y = at?.y ?? view.y + view.height / view.near / 2;
    look(svg, { near, x: x - (x - view.x) * kept, y: y - (y - view.y) * kept }, glides);
  };

  // Keys, wherever in the figure one is; the arrows scroll the page as ever while the picture is whole.
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const svg = shown(), view = views.get(svg), way = ways[event.key];
    if (event.key === "+" || event.key === "=" || event.key === ";") zoom(svg, step);
    else if (event.key === "-") zoom(svg, 1 / step);
    else if (event.key === "0") look(svg, { x: 0, y: 0, near: 1 });
    else if (way && view.near > 1) {
      const part = .2 / view.near;
      look(svg, { near: view.near, x: view.x + way[0] * view.width * part, y: view.y + way[1] * view.height * part });
    } else return;
    event.preventDefault();
  });
  // Whom one reaches by Tab comes into view.
  figure.addEventListener("focusin", ({ target }) => {
    const circle = target.closest("svg a")?.querySelector(".map-ground"), svg = target.closest("svg");
    if (!circle || !target.matches(":focus-visible")) return;
    const view = views.get(svg), width = view.width / view.near, height = view.height / view.near;
    const [x, y, r] = ["cx", "cy", "r"].map((name) => Number(circle.getAttribute(name)));
    if (x - r >= view.x && x + r <= view.x + width && y - r >= view.y && y + r <= view.y + height) return;
    look(svg, { near: view.near, x: x - width / 2, y: y - height / 2 });
  });

  for (const svg of views.keys()) {
    const fingers = new Map();
    let wasDragged = false;
    const middle = () => {
      const all = [...fingers.values()], sum = (key) => all.reduce((total, one) => total + one[key], 0) / all.length;
      const [a, b] = all;
      return { x: sum("x"), y: sum("y"), apart: b ? Math.hypot(a.x - b.x, a.y - b.y) : 0 };
    };
    svg.addEventListener("pointerdown", (event) => {
      if (views.get(svg).near === 1 || event.button !== 0) return;
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    svg.addEventListener("pointermove", (event) => {
      const finger = fingers.get(event.pointerId);
      if (!finger) return;
      // A trembling finger still means the link below it.
      if (!wasDragged && Math.hypot(event.clientX - finger.x, event.clientY - finger.y) < 6) return;
      wasDragged = true;
      svg.setPointerCapture(event.pointerId);
      const before = middle();
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const now = middle(), unit = svg.getScreenCTM().inverse(), view = views.get(svg);
      look(svg, { near: view.near, x: view.x - (now.x - before.x) * unit.a, y: view.y - (now.y - before.y) * unit.d }, false);
      if (before.apart && now.apart)
        zoom(svg, now.apart / before.apart, new DOMPoint(now.x, now.y).matrixTransform(svg.getScreenCTM().inverse()), false);
    });
    const lift = (event) => {
      fingers.delete(event.pointerId);
      if (!fingers.size) setTimeout(() => { wasDragged = false; });
    };
    svg.addEventListener("pointerup", lift);
    svg.addEventListener("pointercancel", lift);
    svg.addEventListener("click", (event) => { if (wasDragged) { event.preventDefault(); event.stopPropagation(); } }, true);
    svg.addEventListener("dragstart", (event) => { if (views.get(svg).near > 1) event.preventDefault(); });
  }
  addEventListener("resize", () => tell(shown()));
  addEventListener("beforeprint", () => { for (const svg of views.keys()) look(svg, { x: 0, y: 0, near: 1 }, false); });
  tell(shown());
})();
