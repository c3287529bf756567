import { $, announce, el, formatTime, icon } from "./dom.js";

const STAY = 15_000;
const MAX = 3;

/** A banner over the conversation: nothing moves when it comes or goes. */
export function showAnnouncement({ text, time }) {
  const close = el("button", { type: "button", className: "icon-button" }, icon("close"));
  close.setAttribute("aria-label", "Dismiss");
  const notice = el("div", { className: "notice" },
    icon("megaphone"),
    el("div", {}, el("b", {}, `Announcement, ${formatTime(time)}`), el("p", {}, text)),
    close);
  close.addEventListener("click", () => notice.remove());

  let timer;
  const leaveLater = () => (timer = setTimeout(() => notice.remove(), STAY));
  notice.addEventListener("pointerenter", () => clearTimeout(timer));
  notice.addEventListener("focusin", () => clearTimeout(timer));
  notice.addEventListener("pointerleave", leaveLater);
  leaveLater();

  const notices = $("notices");
  notices.prepend(notice);
  while (notices.childElementCount > MAX) {
    notices.lastElementChild.remove();
  }
  announce(`Announcement: ${text}`);
}
