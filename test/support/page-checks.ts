import type { Page } from "playwright-core";

/** One thing that is wrong with a page for somebody who cannot see it well, or cannot see it. */
export type PageFault = string;

/**
 * Our own short list of what a page must have for a screen reader and a keyboard: language, title, one first heading,
 * no heading level left out, names on everything that is operated, texts for pictures, no id twice, no reference into nothing, targets of 24 px.
 * The function runs in the page; an empty list is what one wants.
 */
export function structureFaults(page: Page): Promise<PageFault[]> {
  return page.evaluate(`(() => {
    const faults = [];
    const say = (fault, element) => faults.push(fault + ": " + element.outerHTML.slice(0, 100));
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
    const all = (selector) => [...document.querySelectorAll(selector)];
    if (!document.documentElement.lang) faults.push("no language");
    if (!document.title) faults.push("no title");
    if (all("h1").filter(isShown).length !== 1) faults.push("not one first heading");
    if (!document.querySelector("main")) faults.push("no main part");
    let level = 0;
    for (const heading of all("h1,h2,h3,h4").filter(isShown)) {
      const own = Number(heading.tagName[1]);
      if (own > level + 1) say("a heading level is left out", heading);
      level = own;
    }
    const textOf = (id) => document.getElementById(id)?.textContent.trim() ?? "";
    const nameOf = (element) =>
      element.getAttribute("aria-label") ||
      (element.getAttribute("aria-labelledby") ?? "").split(" ").map(textOf).join(" ").trim() ||
      [...(element.labels ?? [])].map((label) => label.textContent.trim()).join(" ") ||
      element.textContent.trim() || element.querySelector("img[alt]")?.alt || "";
    for (const element of all("button,a,input,textarea,select,[role=log],[role=tablist],[role=region],[role=tabpanel],[role=group],dialog"))
      if (isShown(element) && !nameOf(element)) say("no name", element);
    for (const image of all("img")) if (!image.hasAttribute("alt")) say("no text for a picture", image);
    const ids = all("[id]").map((element) => element.id);
    for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push("an id twice: " + id);
    for (const name of ["aria-controls", "aria-labelledby", "for"])
      for (const element of all("[" + name + "]"))
        for (const id of element.getAttribute(name).split(" ")) if (!document.getElementById(id)) say(name + " leads nowhere", element);
    for (const element of all("button,a,textarea,.attach").filter(isShown)) {
      const { width, height } = element.getBoundingClientRect();
      const isSeen = width > 1 && height > 1;
      if (isSeen && (width < 24 || height < 24)) say("a target under 24 px", element);
    }
    for (const element of all(".bubble,button").filter(isShown))
      if (element.scrollWidth > element.clientWidth + 1) say("its words stick out", element);
    if (document.documentElement.scrollWidth > window.innerWidth) faults.push("scrolls sideways");
    return faults;
  })()`);
}

/** Every visible text whose contrast with what lies behind it is under 4.5 (WCAG 2.2 AA; 3 for large text), as painted colours say. */
export function contrastFaults(page: Page): Promise<PageFault[]> {
  return page.evaluate(`(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const paint = (colors) => {
      canvas.clearRect(0, 0, 1, 1);
      for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (rgb) => {
      const [r, g, b] = rgb.map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
      const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    };
    const behind = (element) => {
      const colors = [];
      for (let at = element; at; at = at.parentElement) colors.unshift(getComputedStyle(at).backgroundColor);
      return ["Canvas", ...colors];
    };
    const faults = [];
    const check = (element, color, text) => {
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = contrast(paint([...behind(element), color]), paint(behind(element)));
      if (ratio < (isLarge ? 3 : 4.5)) faults.push(ratio.toFixed(2) + " " + text.slice(0, 40));
    };
    for (const element of document.querySelectorAll("body *")) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.getBoundingClientRect().width <= 1) continue;
      if (element.getAttribute("aria-hidden") === "true" && !element.textContent.trim()) continue;
      if (element.parentElement.closest(".unread")) continue;
      const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
      if (own && !element.classList.contains("unread")) check(element, getComputedStyle(element).color, own);
      if (element.placeholder) check(element, getComputedStyle(element, "::placeholder").color, element.placeholder);
    }
    return faults;
  })()`);
}
