import { $, avatar, el, icon, visuallyHidden } from "./dom.js";

/** Rooms, people and, on a phone, the drawer that holds them. */
export class Sidebar {

  #app = $("app");

  constructor({ onOpenRoom, onLeaveRoom }) {
    this.onOpenRoom = onOpenRoom;
    this.onLeaveRoom = onLeaveRoom;
    $("new-room").addEventListener("submit", (event) => this.#createRoom(event));
    $("drawer-open").addEventListener("click", () => this.toggleDrawer(true));
    $("drawer-close").addEventListener("click", () => this.toggleDrawer(false));
    ["me-name", "help-open"].forEach((id) => $(id).addEventListener("click", () => this.toggleDrawer(false)));
    $("scrim").addEventListener("click", () => this.toggleDrawer(false));
    addEventListener("keydown", (event) => event.key === "Escape" && this.toggleDrawer(false));
    matchMedia("(min-width: 760px)").addEventListener("change", () => this.toggleDrawer(false));
  }

  toggleDrawer(open) {
    if (open === this.#app.hasAttribute("data-drawer")) {
      return;
    }
    this.#app.toggleAttribute("data-drawer", open);
    $("main").inert = open;
    $("drawer-open").setAttribute("aria-expanded", String(open));
    (open ? $("drawer-close") : $("drawer-open")).focus({ preventScroll: true });
  }

  showRooms(rooms, current) {
    const focused = document.activeElement?.closest?.(".room")?.dataset.name;
    $("room-list").replaceChildren(...rooms.map((room) => this.#room(room, room.name === current)));
    if (focused) {
      $("room-list").querySelector(`[data-name="${CSS.escape(focused)}"] .room-open`)?.focus({ preventScroll: true });
    }
    $("drawer-dot").hidden = !rooms.some((room) => room.unread);
  }

  showPeople(nicks, me) {
    $("people-count").textContent = nicks.length;
    $("people-list").replaceChildren(...nicks.map((nick) => el("li", { className: "person" },
      avatar(nick),
      el("span", { className: "person-name" }, nick),
      nick === me ? el("span", { className: "person-you" }, "you") : null)));
  }

  #room({ name, online, joined, unread }, current) {
    const open = el("button", { type: "button", className: "room-open" }, el("span", { className: "room-name" }, name));
    if (unread) {
      open.append(el("span", { className: "badge" }, unread > 99 ? "99+" : String(unread)), visuallyHidden(" unread"));
    } else if (online) {
      open.append(el("span", { className: "room-online" }, String(online)), visuallyHidden(" online"));
    }
    if (current) {
      open.setAttribute("aria-current", "true");
    }
    open.addEventListener("click", () => {
      this.onOpenRoom(name);
      this.toggleDrawer(false);
    });
    const item = el("li", { className: "room", dataset: { name } }, open);
    item.toggleAttribute("data-joined", joined);
    item.toggleAttribute("data-current", current);
    item.toggleAttribute("data-unread", unread > 0);
    if (joined && !current) {
      const leave = el("button", { type: "button", className: "icon-button room-leave", title: "Leave" }, icon("close"));
      leave.setAttribute("aria-label", `Leave ${name}`);
      leave.addEventListener("click", () => this.onLeaveRoom(name));
      item.append(leave);
    }
    return item;
  }

  #createRoom(event) {
    event.preventDefault();
    const input = $("new-room-name");
    const name = input.value.trim().toLowerCase().replace(/^#/, "").replace(/[\s_]+/g, "-");
    if (name) {
      input.value = "";
      this.onOpenRoom(name);
      this.toggleDrawer(false);
    }
  }

}
