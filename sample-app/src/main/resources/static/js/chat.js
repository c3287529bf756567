const { io } = globalThis;

/**
 * The chat's protocol on top of the official client. What is sent while the connection is away waits in the client's
 * queue, in order, until the server has acknowledged it ("retries"); the server recognises a repeated message by its id.
 *
 * Events: "state", "welcome", "refused", "message" (with the picture's bytes, if any), "delivered", "presence", "rooms",
 * "typing", "announcement", "latency".
 */
export class Chat extends EventTarget {

  #socket;
  #identity;
  #paused = false;

  state = "connecting";
  transport = undefined;
  upgraded = false;
  connections = 0;

  constructor(identity) {
    super();
    this.#identity = identity;
    this.#socket = io("/chat", {
      autoConnect: false,
      auth: (send) => send({ nick: identity.nick, tab: identity.tab, rooms: identity.rooms }),
      retries: 10,
      ackTimeout: 10_000,
      reconnectionDelay: 500,
      reconnectionDelayMax: 4_000,
    });
    this.#followConnection();
    this.#forwardEvents();
    setInterval(() => this.#probe(), 3_000);
  }

  get id() {
    return this.#socket.id;
  }

  get paused() {
    return this.#paused;
  }

  enter(nick) {
    this.#identity.nick = nick;
    this.#socket.disconnect().connect();
  }

  join(room) {
    return this.#request("join", room);
  }

  leave(room) {
    return this.#request("leave", room);
  }

  /** Resolves with the server's { id, time } once it has the message. */
  send(message, picture) {
    return picture ? this.#request("picture", message, picture) : this.#request("message", message);
  }

  fetchPicture(id) {
    return this.#request("fetch-picture", id);
  }

  typing(room, active) {
    this.#socket.volatile.emit("typing", room, active);
  }

  /** Cuts the connection without a goodbye, as a lost network would, and stays away until resumed. */
  pause() {
    this.#paused = true;
    this.#socket.io.reconnection(false);
    this.#socket.io.engine?.close();
    this.#update("offline");
  }

  resume() {
    this.#paused = false;
    this.#socket.io.reconnection(true);
    this.#update("reconnecting");
    this.#socket.connect();
  }

  async #request(event, ...args) {
    const answer = await this.#socket.emitWithAck(event, ...args);
    if (answer?.error) {
      throw new Error(answer.error.message);
    }
    return answer;
  }

  #followConnection() {
    const socket = this.#socket;
    const manager = socket.io;

    manager.on("open", () => {
      this.upgraded = false;
      // From the start: the upgrade may be faster than the server's answer to the socket.
      manager.engine.once("upgrade", (transport) => {
        this.upgraded = true;
        if (socket.connected) {
          this.transport = transport.name;
          this.#update(this.state);
          setTimeout(() => this.#probe(), 200);
        }
      });
    });
    socket.on("connect", () => {
      this.transport = manager.engine.transport.name;
      this.connections++;
      this.#update("online");
      this.#probe();
    });
    socket.on("disconnect", (reason) => {
      this.transport = undefined;
      if (reason === "io client disconnect") {
        // On the way to another name.
        this.#update("connecting");
        return;
      }
      this.#update(socket.active && !this.#paused ? "reconnecting" : "offline");
    });
    socket.on("connect_error", (error) => {
      if (socket.active) {
        this.#update(this.state === "connecting" ? "connecting" : "reconnecting");
      } else if (!this.#paused) {
        this.#update("offline");
        this.#dispatch("refused", error.message);
      }
    });
    addEventListener("online", () => this.state === "reconnecting" && !socket.connected && manager.connect());
  }

  #forwardEvents() {
    const socket = this.#socket;
    socket.on("welcome", (welcome) => this.#dispatch("welcome", welcome));
    // The acknowledgement is what makes the sender's second tick.
    socket.on("message", (message, received) => {
      received?.();
      this.#dispatch("message", { message });
    });
    socket.on("picture", (message, content, received) => {
      received?.();
      this.#dispatch("message", { message, content });
    });
    socket.on("delivered", (receipt) => this.#dispatch("delivered", receipt));
    socket.on("presence", (presence) => this.#dispatch("presence", presence));
    socket.on("rooms", (rooms) => this.#dispatch("rooms", rooms));
    socket.on("typing", (typing) => this.#dispatch("typing", typing));
    socket.on("announcement", (announcement) => this.#dispatch("announcement", announcement));
  }

  #probe() {
    if (!this.#socket.connected || document.hidden) {
      return;
    }
    const start = performance.now();
    this.#socket.volatile.timeout(5_000).emit("probe", (error) => {
      if (!error) {
        this.#dispatch("latency", performance.now() - start);
      }
    });
  }

  #update(state) {
    this.state = state;
    this.#dispatch("state", state);
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

}
