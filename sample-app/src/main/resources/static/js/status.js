import { $, announce } from "./dom.js";

const SAMPLES = 30;
const TRANSPORTS = { polling: "HTTP polling", websocket: "WebSocket", webtransport: "WebTransport" };
const TITLES = {
  connecting: "Connecting",
  online: "Connected",
  reconnecting: "Reconnecting",
  offline: "Offline",
};

/** The connection at a glance, and the panel behind it. */
export class Status {

  #chat;
  #samples = [];
  #previous;

  constructor(chat) {
    this.#chat = chat;
    chat.addEventListener("state", () => this.#showState());
    chat.addEventListener("latency", (event) => this.#addSample(event.detail));
    $("pause").addEventListener("click", () => (chat.state === "offline" ? chat.resume() : chat.pause()));
    this.#showState();
  }

  #showState() {
    const { state, transport, id, connections } = this.#chat;
    $("status").dataset.state = state;
    $("status-text").textContent = state === "online" ? TRANSPORTS[transport] : TITLES[state];
    $("panel-title").textContent = TITLES[state];
    $("panel-sub").textContent = this.#explanation(state);
    $("fact-transport").textContent = state === "online" ? TRANSPORTS[transport] : "–";
    $("fact-reconnections").textContent = String(Math.max(0, connections - 1));
    $("fact-id").textContent = id ?? "–";
    $("pause").textContent = state === "offline" ? "Go online" : "Go offline";
    $("pause").disabled = state === "connecting" || state === "reconnecting";
    if (state !== "online") {
      $("status-latency").textContent = $("fact-latency").textContent = "–";
    }
    if (state !== this.#previous && this.#previous) {
      announce(TITLES[state]);
    }
    this.#previous = state;
  }

  #explanation(state) {
    switch (state) {
      case "online":
        return this.#chat.upgraded ? "Upgraded from HTTP polling" : "";
      case "reconnecting":
        return "Messages wait here until it is back";
      case "offline":
        return this.#chat.paused ? "You went offline" : "The server closed the connection";
      default:
        return "";
    }
  }

  #addSample(latency) {
    this.#samples = [...this.#samples, latency].slice(-SAMPLES);
    const text = latency < 10 ? `${latency.toFixed(1)} ms` : `${Math.round(latency)} ms`;
    $("status-latency").textContent = text;
    $("fact-latency").textContent = text;
    this.#draw();
  }

  #draw() {
    const top = Math.max(...this.#samples, 5) * 1.15;
    const step = 240 / Math.max(1, this.#samples.length - 1);
    const points = this.#samples
      .map((value, index) => `${(index * step).toFixed(1)} ${(48 - (value / top) * 46).toFixed(1)}`);
    $("spark-line").setAttribute("d", `M${points.join("L")}`);
    $("spark-area").setAttribute("d", `M0 48L${points.join("L")}L240 48Z`);
  }

}
