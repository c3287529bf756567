import { $ } from "./dom.js";
import { suggestNick } from "./identity.js";

/** Asks for the nick name: at first, when the server refuses it, and when somebody wants another one. */
export class JoinDialog {

  #dialog = $("join");
  #nick = $("nick");

  constructor({ onJoin, mayCancel }) {
    $("join-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const nick = this.#nick.value.trim().replace(/\s+/g, " ");
      if (nick) {
        $("join-error").textContent = "";
        onJoin(nick);
      }
    });
    this.#dialog.addEventListener("cancel", (event) => mayCancel() || event.preventDefault());
    // Browsers do not let every close request be prevented.
    this.#dialog.addEventListener("close", () => mayCancel() || this.#dialog.showModal());
  }

  open(nick = suggestNick(), error = "") {
    this.#nick.value = nick;
    $("join-error").textContent = error;
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
    this.#nick.select();
  }

  close() {
    this.#dialog.close();
  }

}
