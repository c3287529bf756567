const FIRST = ["Amber", "Brisk", "Calm", "Coral", "Deft", "Early", "Gentle", "Keen", "Lucky", "Mellow", "Nimble", "Quiet",
  "Rapid", "Silver", "Sunny", "Swift"];
const SECOND = ["Badger", "Crane", "Falcon", "Finch", "Fox", "Heron", "Ibis", "Lark", "Lynx", "Marten", "Otter", "Owl",
  "Panda", "Robin", "Swan", "Wren"];
const KEY = "chat.identity";

const pick = (words) => words[Math.floor(Math.random() * words.length)];

export const suggestNick = () => `${pick(FIRST)} ${pick(SECOND)}`;

/**
 * Who this tab is. The server lets a tab take its own place again after a lost connection, so two tabs must never share
 * a key: it rests in the session storage only between the unload and the load of one tab, where a duplicate of the tab
 * cannot find it.
 */
export class Identity {

  constructor() {
    this.tab = randomKey();
    this.nick = undefined;
    this.rooms = ["lobby"];
    this.#restore();
    addEventListener("pagehide", () => this.#store());
    addEventListener("pageshow", (event) => event.persisted && this.#restore());
  }

  #restore() {
    try {
      const stored = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      if (stored) {
        Object.assign(this, stored);
      }
    } catch {
      // No storage, or not ours: a new identity will do.
    }
  }

  #store() {
    if (!this.nick) {
      return;
    }
    try {
      const { tab, nick, rooms, current } = this;
      sessionStorage.setItem(KEY, JSON.stringify({ tab, nick, rooms, current }));
    } catch {
      // No storage: a reload asks for the name again.
    }
  }

}

// crypto.randomUUID() exists in secure contexts only, and a colleague may open the page by the machine's address.
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
