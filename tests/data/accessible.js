// What of WCAG 2.2 A and AA can be measured on a page as it stands; gives a list of sentences, empty when all is well.
(() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const told = (element) => {
    const name = element.id ? "#" + element.id : element.getAttribute("class") ? "." + element.getAttribute("class") : "";
    return `<${element.tagName.toLowerCase()}${name}> ${(element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 30)}`;
  };
  const fault = (clause, sentence, element) => faults.push(`${clause} ${sentence}${element ? ": " + told(element) : ""}`);
  const shown = (element) => element.checkVisibility({checkVisibilityCSS: true}) && element.getClientRects().length > 0;
  const textOf = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ");
  const nameOf = (element) =>
    [
      element.getAttribute("aria-labelledby") ? textOf(element.getAttribute("aria-labelledby")) : "",
      element.getAttribute("aria-label") || "",
      ...[...(element.labels || [])].map((label) => label.textContent),
      element.textContent,
      ...[...element.querySelectorAll("img")].map((image) => image.alt),
      element.title,
    ].join(" ").trim();

  // 3.1.1, 2.4.2, 1.3.1, 2.4.1: language, title, one main part, headings in their order, a way past the head
  if (document.documentElement.lang !== "zh-Hans") fault("3.1.1", "the page has no language");
  if (document.title.trim().length < 3) fault("2.4.2", "the page has no title");
  if (all("main").length !== 1) fault("1.3.1", "the page has not one main part");
  if (all("h1").length !== 1) fault("1.3.1", "the page has not one h1");
  let level = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6").filter(shown)) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) fault("1.3.1", `a heading of level ${own} follows one of ${level}`, heading);
    level = own;
  }
  if (all("nav").length && !document.querySelector("a.skip[href='#main']")) fault("2.4.1", "nothing leads past the head");

  // 4.1.1/4.1.2: ids once, references lead somewhere, everything one acts on has a name
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) fault("4.1.2", `the id ${id} stands twice`);
  for (const attribute of ["for", "aria-labelledby", "aria-describedby", "aria-controls", "list"])
    for (const element of all(`[${attribute}]`))
      for (const id of element.getAttribute(attribute).split(/\s+/))
        if (!document.getElementById(id)) fault("4.1.2", `${attribute} names ${id}, which is not there`, element);
  for (const element of all("a[href], button, summary")) if (!nameOf(element)) fault("4.1.2", "it has no name", element);
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    const labelled = field.labels.length || field.getAttribute("aria-label") || field.getAttribute("aria-labelledby");
    if (!labelled || !nameOf(field)) fault("3.3.2", `the field ${field.name} has no label`);
  }
  for (const group of all("fieldset")) if (!group.querySelector(":scope > legend")) fault("1.3.1", "a fieldset has no legend", group);
  for (const name of new Set(all("input[type=radio]").map((radio) => radio.name)))
    for (const radio of all(`input[type=radio][name="${CSS.escape(name)}"]`))
      if (!radio.closest("fieldset, [role=radiogroup]")) fault("1.3.1", `the choice ${name} stands in no group`);

  // 1.1.1: pictures
  for (const image of all("img")) if (!image.hasAttribute("alt")) fault("1.1.1", "a picture has no words", image);
  for (const drawing of all("svg"))
    if (!drawing.closest("[aria-hidden=true]") && !(drawing.getAttribute("role") === "img" && nameOf(drawing)))
      fault("1.1.1", "a drawing has no words", drawing);

  // 1.3.1: tables have heads that say of what they are
  for (const table of all("table")) {
    if (!table.querySelector("th") && table.getAttribute("role") !== "presentation") fault("1.3.1", "a table has no heads", table);
    for (const head of table.querySelectorAll("th")) if (!head.scope) fault("1.3.1", "a head has no scope", head);
  }

  // 2.1.1, 2.4.3: nothing is out of the keyboard's way or order
  for (const element of all("[tabindex]")) if (Number(element.getAttribute("tabindex")) > 0) fault("2.4.3", "an order of its own", element);
  for (const element of all("[onclick], [onchange], [onsubmit], [style], script, style")) fault("CSP", "inline or a script", element);
  for (const element of all("div, section, figure").filter(shown)) {
    const scrolls = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible";
    if (scrolls && getComputedStyle(element).overflowX !== "hidden" && element.tabIndex < 0 && !element.querySelector("a, button, input, select"))
      fault("2.1.1", "what scrolls can't be reached by keyboard", element);
  }

  // 1.4.3, 1.4.11: contrast, against the first ground below that is not seen through
  const parse = (text) => { const parts = text.match(/[\d.]+/g).map(Number); return {rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1}; };
  const light = (rgb) => {
    const [red, green, blue] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => { const [low, high] = [light(one), light(other)].sort((a, b) => a - b); return (high + 0.05) / (low + 0.05); };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.alpha === 1) return colour.rgb;
      if (colour.alpha > 0) return null;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !shown(element) || element.closest("[disabled], svg, option, datalist")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const below = ground(element);
    if (below && contrast(parse(style.color).rgb, below) < needed) fault("1.4.3", `contrast below ${needed}`, element);
  }
  for (const field of all("input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea").filter(shown)) {
    const below = ground(field.parentElement);
    if (below && contrast(parse(getComputedStyle(field).borderTopColor).rgb, below) < 3) fault("1.4.11", "its edge is hard to see", field);
    if (field.placeholder && contrast(parse(getComputedStyle(field, "::placeholder").color).rgb, ground(field)) < 4.5) fault("1.4.3", "its hint is pale", field);
  }

  // 1.4.1: a link within words is told from them by more than its colour
  for (const link of all("main p a[href], main td a[href], main li a[href]").filter(shown)) {
    const around = [...link.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim().length > 3);
    const style = getComputedStyle(link);
    if (around && style.textDecorationLine === "none" && style.borderTopWidth === "0px" && parse(style.backgroundColor).alpha === 0)
      fault("1.4.1", "a link among words is told by colour alone", link);
  }

  // 2.5.8: what is aimed at is 24 by 24, or nothing else lies within a circle of 24 around its middle; links within words are spared
  const aims = all("a[href], button, input:not([type=hidden]), select, textarea, summary").filter(shown).filter((one) => !one.matches(".skip, .hidden"));
  const boxOf = (element) => {
    const own = element.getBoundingClientRect();
    const label = element.matches("[type=radio], [type=checkbox]") && element.closest("label");
    return label ? label.getBoundingClientRect() : own;
  };
  const boxes = aims.map(boxOf);
  const small = (box) => box.width < 23.5 || box.height < 23.5;
  aims.forEach((element, place) => {
    const box = boxes[place];
    const within = getComputedStyle(element).display === "inline" && element.tagName === "A" && element.parentElement.textContent.trim() !== element.textContent.trim();
    if (!small(box) || within) return;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const near = boxes.some((other, at) => {
      if (at === place || aims[at].closest("label") === element.closest("label") && element.closest("label")) return false;
      const [dx, dy] = [Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom)];
      const reach = small(other) ? Math.hypot(other.left + other.width / 2 - x, other.top + other.height / 2 - y) - 12 : Math.hypot(dx, dy);
      return reach < 12;
    });
    if (near) fault("2.5.8", `${Math.round(box.width)} by ${Math.round(box.height)}, too near to another`, element);
  });

  // 1.4.10: nothing is cut off at the right
  if (document.documentElement.scrollWidth > window.innerWidth) {
    const wide = all("main *").filter(shown).filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1 && !one.closest(".scroll"));
    fault("1.4.10", `the page is ${document.documentElement.scrollWidth} wide on ${window.innerWidth}`, wide[0]);
  }
  return faults;
})()
