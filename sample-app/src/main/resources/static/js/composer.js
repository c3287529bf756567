import { $, formatBytes } from "./dom.js";
import { preparePicture } from "./pictures.js";

const TYPING_REPEAT = 2_000;
const TYPING_END = 3_000;

/** The text field with its picture. Drafts belong to the room they were written in. */
export class Composer {

  #text = $("text");
  #picture;
  #previewUrl;
  #drafts = new Map();
  #room;
  #typingSince = 0;
  #typingTimer;

  constructor({ onSend, onTyping, onError }) {
    this.onSend = onSend;
    this.onTyping = onTyping;
    this.onError = onError;
    $("composer").addEventListener("submit", (event) => this.#submit(event));
    this.#text.addEventListener("input", () => this.#typed());
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        this.#submit(event);
      }
    });
    this.#acceptPictures();
  }

  get picture() {
    return this.#picture;
  }

  open(room) {
    if (this.#room) {
      this.#drafts.set(this.#room, this.#text.value);
      this.#stopTyping();
    }
    this.#room = room;
    this.#text.value = this.#drafts.get(room) ?? "";
    this.#text.placeholder = `Message #${room}`;
    this.#refresh();
  }

  focus() {
    // On a phone the keyboard should open when asked for, not by itself.
    if (matchMedia("(hover: hover)").matches) {
      this.#text.focus({ preventScroll: true });
    }
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text && !this.#picture) {
      return;
    }
    this.#stopTyping();
    this.onSend(text, this.#picture);
    this.#text.value = "";
    this.#attach(undefined);
    this.#text.focus({ preventScroll: true });
  }

  #typed() {
    this.#refresh();
    if (!this.#text.value.trim()) {
      this.#stopTyping();
      return;
    }
    const now = Date.now();
    if (now - this.#typingSince > TYPING_REPEAT) {
      this.#typingSince = now;
      this.onTyping(this.#room, true);
    }
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#stopTyping(), TYPING_END);
  }

  #stopTyping() {
    clearTimeout(this.#typingTimer);
    if (this.#typingSince) {
      this.#typingSince = 0;
      this.onTyping(this.#room, false);
    }
  }

  #acceptPictures() {
    const file = $("picture-file");
    $("picture-pick").addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      this.#take(file.files[0]);
      file.value = "";
    });
    $("attachment-remove").addEventListener("click", () => {
      this.#attach(undefined);
      this.focus();
    });
    this.#text.addEventListener("paste", (event) => {
      const picture = [...event.clipboardData.files].find(({ type }) => type.startsWith("image/"));
      if (picture) {
        event.preventDefault();
        this.#take(picture);
      }
    });
    const main = $("main");
    let depth = 0;
    const dragging = (event) => event.dataTransfer?.types.includes("Files");
    main.addEventListener("dragenter", (event) => dragging(event) && ($("drop").hidden = ++depth === 0));
    main.addEventListener("dragleave", (event) => dragging(event) && ($("drop").hidden = --depth === 0));
    main.addEventListener("dragover", (event) => dragging(event) && event.preventDefault());
    main.addEventListener("drop", (event) => {
      event.preventDefault();
      depth = 0;
      $("drop").hidden = true;
      this.#take(event.dataTransfer.files[0]);
    });
  }

  async #take(file) {
    if (!file) {
      return;
    }
    try {
      this.#attach(await preparePicture(file));
      this.focus();
    } catch (error) {
      this.onError(error.message);
    }
  }

  #attach(picture) {
    if (this.#previewUrl) {
      URL.revokeObjectURL(this.#previewUrl);
      this.#previewUrl = undefined;
    }
    this.#picture = picture;
    $("attachment").hidden = !picture;
    if (picture) {
      this.#previewUrl = URL.createObjectURL(picture.blob);
      $("attachment-image").src = this.#previewUrl;
      $("attachment-name").textContent = picture.meta.name;
      $("attachment-size").textContent =
        `${picture.meta.width} × ${picture.meta.height}, ${formatBytes(picture.meta.size)}`;
    } else {
      $("attachment-image").removeAttribute("src");
    }
    this.#refresh();
  }

  #refresh() {
    $("send").disabled = !this.#text.value.trim() && !this.#picture;
    if (!CSS.supports("field-sizing", "content")) {
      this.#text.style.height = "auto";
      this.#text.style.height = `${this.#text.scrollHeight}px`;
    }
  }

}
