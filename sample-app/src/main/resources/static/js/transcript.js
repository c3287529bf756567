import { announce, avatar, el, formatDay, formatTime, icon, startOfDay, visuallyHidden } from "./dom.js";

const MAX_MESSAGES = 200;
const GROUP_GAP = 5 * 60_000;
const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}\uFE0F\u200D]*){1,3}$/u;
const RECEIPTS = {
  pending: { symbol: "clock", text: () => "Waiting for the connection" },
  sent: { symbol: "tick", text: () => "Sent" },
  delivered: { symbol: "ticks", text: (count) => `Delivered to ${count}` },
  failed: { symbol: "alert", text: () => "Not sent" },
};

/** The messages of one room. Each room keeps its own scroll position and its own elements. */
export class Transcript {

  #list = el("ol");
  #entries = new Map();
  #byElement = new WeakMap();
  #recentEvents = new Map();
  #urls;
  #loadPicture;
  #openPicture;
  #unreadLine;
  #stick = true;

  constructor(room, { urls, loadPicture, openPicture, onScroll }) {
    this.#urls = urls;
    this.#loadPicture = loadPicture;
    this.#openPicture = openPicture;
    this.element = el("div", { className: "transcript", hidden: true, tabIndex: 0 },
      el("p", { className: "empty" }, el("b", {}, `#${room} is quiet`),
        "Say something, or open a second tab and answer yourself."),
      this.#list);
    this.element.setAttribute("role", "log");
    this.element.setAttribute("aria-live", "off");
    this.element.setAttribute("aria-label", `Messages in ${room}`);
    this.element.addEventListener("scroll", () => {
      this.#stick = this.#distanceToEnd() < 60;
      onScroll();
    }, { passive: true });
    new ResizeObserver(() => this.#keepEnd()).observe(this.element);
    new ResizeObserver(() => this.#keepEnd()).observe(this.#list);
  }

  get atEnd() {
    return this.#stick;
  }

  has(id) {
    return this.#entries.has(id);
  }

  show() {
    this.element.hidden = false;
    this.#keepEnd();
  }

  hide() {
    this.element.hidden = true;
  }

  /** Adds a message once, in its place by time; a message that is already there is left alone. */
  add(message, { mine = false, state, fresh = true, unread = false, content } = {}) {
    if (this.has(message.id)) {
      return;
    }
    const element = this.#render(message, mine);
    const entry = new Entry(message, mine, element, state);
    this.#entries.set(message.id, entry);
    this.#byElement.set(element, entry);
    this.#place(entry);
    if (mine) {
      this.mark(message.id, state);
    }
    if (message.picture) {
      this.#showPicture(entry, content);
    }
    if (unread && !this.#unreadLine) {
      this.#unreadLine = el("li", { className: "unread-line" }, "New");
      element.before(this.#unreadLine);
      this.#regroup();
    }
    if (fresh) {
      element.dataset.fresh = "";
      if (mine) {
        this.scrollToEnd();
      } else if (!this.element.hidden) {
        announce(`${message.nick}: ${message.text || "sent a picture"}`);
      }
    }
    this.#prune();
    this.#keepEnd();
  }

  mark(id, state, { count, time, reason } = {}) {
    const entry = this.#entries.get(id);
    if (!entry) {
      return;
    }
    if (!(state === "sent" && entry.state === "delivered")) {
      this.#showReceipt(entry, state, count, reason);
    }
    if (time) {
      this.#correctTime(entry, time);
    }
    if (reason) {
      entry.element.append(el("p", { className: "failure" }, `Not sent: ${reason}`));
    }
  }

  #showReceipt(entry, state, count, reason) {
    entry.state = state;
    entry.element.dataset.state = state;
    const { symbol, text } = RECEIPTS[state];
    const receipt = entry.element.querySelector(".receipt");
    receipt.title = reason ?? text(count);
    receipt.replaceChildren(icon(symbol), count ? el("span", { ariaHidden: "true" }, String(count)) : "",
      visuallyHidden(receipt.title));
  }

  /** A line such as "Ada joined"; lines in a row become one. */
  addEvent(nick, verb) {
    let line = this.#list.lastElementChild;
    if (!line?.classList.contains("event")) {
      line = el("li", { className: "event" });
      this.#list.append(line);
      this.#recentEvents.clear();
    }
    // Left and back again is no news.
    if ((this.#recentEvents.get(nick) ?? verb) === verb) {
      this.#recentEvents.set(nick, verb);
    } else {
      this.#recentEvents.delete(nick);
    }
    line.hidden = this.#recentEvents.size === 0;
    line.textContent = [...this.#recentEvents].slice(-3).map(([who, what]) => `${who} ${what}`).join(" · ");
    this.#keepEnd();
  }

  clearUnreadLine() {
    this.#unreadLine?.remove();
    this.#unreadLine = undefined;
  }

  scrollToEnd() {
    this.#stick = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  dispose() {
    this.#entries.forEach(({ message }) => this.#urls.revoke(message.id));
    this.element.remove();
  }

  #render(message, mine) {
    const stamp = el("span", { className: "stamp" },
      el("time", { dateTime: new Date(message.time).toISOString() }, formatTime(message.time)),
      mine ? el("span", { className: "receipt" }) : null);
    const bubble = el("div", { className: "bubble" });
    if (message.picture) {
      bubble.append(this.#pictureFrame(message));
    }
    if (message.text) {
      bubble.append(el("p", { className: "body" }, ...linkify(message.text)));
    }
    bubble.append(stamp);
    const element = el("li", { className: "message" },
      avatar(message.nick),
      el("p", { className: "author" }, mine ? "You" : message.nick),
      bubble);
    if (mine) {
      element.dataset.mine = "";
      element.prepend(visuallyHidden("You: "));
    }
    if (!message.picture && ONLY_EMOJI.test(message.text.trim())) {
      element.dataset.emoji = "";
    }
    return element;
  }

  #pictureFrame({ picture }) {
    const frame = el("button", { type: "button", className: "picture" }, el("p", {}, "Loading picture"));
    // Known before the bytes arrive: nothing below moves when they do.
    const ratio = Math.min(2.4, Math.max(0.7, picture.width / picture.height));
    frame.style.aspectRatio = String(ratio);
    frame.setAttribute("aria-label", `Open the picture ${picture.name}`);
    return frame;
  }

  async #showPicture({ message, element }, content) {
    const frame = element.querySelector(".picture");
    try {
      const bytes = content ?? await this.#loadPicture(message.id);
      if (!this.has(message.id)) {
        return;
      }
      const url = this.#urls.create(message.id, new Blob([bytes], { type: message.picture.type }));
      const image = el("img", { src: url, alt: message.picture.name, decoding: "async" });
      image.addEventListener("error", () => frame.replaceChildren(el("p", {}, "This picture cannot be shown")));
      frame.replaceChildren(image);
      frame.addEventListener("click", () => this.#openPicture(url, message.picture));
    } catch (error) {
      frame.replaceChildren(el("p", {}, error.message));
      frame.disabled = true;
    }
  }

  #place(entry) {
    const { element } = entry;
    const following = [...this.#list.children]
      .find((child) => this.#byElement.get(child)?.order > entry.order);
    if (following) {
      following.before(element);
      this.#regroup();
    } else {
      this.#list.append(element);
      this.#group(element);
    }
  }

  /** The server's clock decides: what others wrote while this message waited comes before it. */
  #correctTime(entry, time) {
    entry.message.time = time;
    entry.element.querySelector("time").textContent = formatTime(time);
    const orders = [...this.#list.children].flatMap((child) => this.#byElement.get(child)?.order ?? []);
    if (orders.some((order, index) => order > orders[index + 1])) {
      delete entry.element.dataset.fresh;
      entry.element.remove();
      this.#place(entry);
      this.#regroup();
    }
  }

  #regroup() {
    this.#list.querySelectorAll(".day").forEach((day) => day.remove());
    this.#list.querySelectorAll(".message").forEach((element) => this.#group(element));
  }

  #group(element, previousElement = this.#messageBefore(element)) {
    const { message, mine } = this.#byElement.get(element);
    const previous = this.#byElement.get(previousElement);
    const newDay = !previous || startOfDay(previous.message.time) !== startOfDay(message.time);
    const follows = !newDay && element.previousElementSibling === previousElement && previous.mine === mine
      && previous.message.nick === message.nick && message.time - previous.message.time < GROUP_GAP;
    element.toggleAttribute("data-first", !follows);
    element.toggleAttribute("data-last", true);
    previousElement?.toggleAttribute("data-last", !follows);
    if (newDay) {
      element.before(el("li", { className: "day" }, formatDay(message.time)));
    }
  }

  #messageBefore(element) {
    let previous = element.previousElementSibling;
    while (previous && !this.#byElement.has(previous)) {
      previous = previous.previousElementSibling;
    }
    return previous;
  }

  #prune() {
    if (this.#entries.size <= MAX_MESSAGES) {
      return;
    }
    const [id, { element }] = this.#entries.entries().next().value;
    this.#urls.revoke(id);
    this.#entries.delete(id);
    while (this.#list.firstElementChild !== element) {
      this.#list.firstElementChild.remove();
    }
    element.remove();
    this.#regroup();
  }

  #distanceToEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight;
  }

  #keepEnd() {
    if (this.#stick && !this.element.hidden) {
      this.element.scrollTop = this.element.scrollHeight;
    }
  }

}

class Entry {

  constructor(message, mine, element, state) {
    Object.assign(this, { message, mine, element, state });
  }

  /** What the server has not confirmed has no time yet: it stays last. */
  get order() {
    return this.state === "pending" ? Infinity : this.message.time;
  }

}

function linkify(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const [link] = match;
    parts.push(text.slice(end, match.index), el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, link));
    end = match.index + link.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}
