const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** Creates an element. Children that are strings become text nodes, never markup. */
export function el(tag, { dataset, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, dataset);
  element.append(...children.filter((child) => child != null));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function paintAvatar(element, nick) {
  element.textContent = initials(nick);
  element.style.setProperty("--hue", hue(nick));
  return element;
}

export function avatar(nick) {
  const element = el("span", { className: "avatar" });
  element.setAttribute("aria-hidden", "true");
  return paintAvatar(element, nick);
}

export function visuallyHidden(text) {
  return el("span", { className: "visually-hidden" }, text);
}

/** Says something to screen readers. */
export function announce(text) {
  $("live").textContent = text;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export const formatTime = (time) => clock.format(time);

export function formatDay(time) {
  const daysAgo = Math.round((startOfDay(Date.now()) - startOfDay(time)) / 86_400_000);
  return ["Today", "Yesterday"][daysAgo] ?? date.format(time);
}

export const startOfDay = (time) => new Date(time).setHours(0, 0, 0, 0);

export const formatBytes = (bytes) => (bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`);

function initials(nick) {
  const words = nick.trim().split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)].map((word) => [...word][0]) : [...nick.trim()].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}

function hue(nick) {
  let hash = 2166136261;
  for (const char of nick.toLowerCase()) {
    hash = Math.imul(hash ^ char.codePointAt(0), 16777619) >>> 0;
  }
  return Math.round((hash % 997) * 137.508) % 360;
}
