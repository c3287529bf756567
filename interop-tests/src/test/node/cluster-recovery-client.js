"use strict";

/*
 * Clients that lose their connection to one server of a cluster and come back to another one.
 *
 * Usage: node cluster-recovery-client.js <URLs, separated by commas> websocket [name of a check]
 */

const { io } = require("socket.io-client");
const { assert, ask, check, collect, once, run, until } = require("./checks");

const URLS = process.argv[2].split(",");

/** Servers that replay all that was missed, as it was, and with offsets. */
const EXACT = process.env.EXACT ? process.env.EXACT.split(",").map(Number) : URLS.map((_, i) => i);

/** How long what one server stores may take, in milliseconds. */
const PAUSE = Number(process.env.PAUSE ?? 20);

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function open(clients, url) {
  const socket = await clients.connect("/", {
    url, reconnection: true, reconnectionDelay: 400, reconnectionDelayMax: 400, randomizationFactor: 0,
  });
  socket.news = collect(socket, "news");
  return socket;
}

/** Cuts the connection; the client comes back to another server some time later. */
async function move(socket, url) {
  const back = once(socket, "connect");
  socket.io.uri = url;
  socket.io.engine.transport.ws.terminate();
  await once(socket, "disconnect");
  return back;
}

/** Stores an event and waits until all servers have it, so that those stored later come behind it. */
async function mark(sender, observers, value) {
  await ask(sender, "broadcast", { from: "io", to: ["observers"], event: "mark", args: [value] });
  await until(() => observers.every((observer) => observer.marks.some(([mark]) => mark === value)), `mark ${value}`);
}

async function observe(clients) {
  return Promise.all(URLS.map(async (url) => {
    const observer = await clients.connect("/", { url });
    observer.marks = collect(observer, "mark");
    await ask(observer, "join", ["observers"]);
    return observer;
  }));
}

/** Values without the offsets. */
const values = (socket) => socket.news.map(([value]) => (Buffer.isBuffer(value) ? [...value] : value));

for (let from = 0; from < URLS.length; from++) {
  for (const to of EXACT) {
    check(`comes back from server ${from} to server ${to}`, async (clients) => {
      const [room, other] = [`room-${from}-${to}`, `other-${from}-${to}`];
      const senders = await Promise.all(URLS.map((url) => clients.connect("/", { url })));
      const observers = await observe(clients);
      const socket = await open(clients, URLS[from]);
      const { id } = socket;
      await ask(socket, "join", [room]);
      await ask(socket, "set-data", { nick: "é", list: [1, null] });
      await ask(senders[0], "broadcast", { from: "io", to: [room], event: "news", args: ["before"] });
      await until(() => socket.news.length > 0, "first event");
      assert.deepEqual(values(socket), ["before"]);
      assert.equal(typeof socket.news[0][1], "string");

      const back = move(socket, URLS[to]);
      await sleep(100);
      for (const [i, sender] of senders.entries()) {
        await ask(sender, "broadcast", { from: "io", event: "news", args: [`all ${i}`] });
        await ask(sender, "broadcast", { from: "io", to: [room], event: "news", args: [`room ${i}`] });
        await ask(sender, "broadcast", { from: "io", to: [other], event: "news", args: ["for others"] });
        await ask(sender, "broadcast", { from: "io", except: [room], event: "news", args: ["for others"] });
        await ask(sender, "broadcast", { from: "io", to: [id], event: "news", args: [Buffer.from([i, 255])] });
        await mark(sender, observers, `sent ${i}`);
        await sleep(PAUSE);
      }
      await back;
      assert.equal(socket.recovered, true);
      assert.equal(socket.id, id);
      await ask(senders[1], "broadcast", { from: "io", to: [room], event: "news", args: ["after"] });
      await until(() => values(socket).includes("after"), "last event");
      assert.deepEqual(values(socket), [
        "before",
        ...senders.flatMap((_, i) => [`all ${i}`, `room ${i}`, [i, 255]]),
        "after",
      ]);
      const [found] = await ask(senders[0], "fetch-sockets", { from: "io", to: [id] });
      assert.deepEqual(found.map(({ rooms, data }) => ({ rooms: rooms.sort(), data })), [
        { rooms: [id, room].sort(), data: { nick: "é", list: [1, null] } },
      ]);
      if (!EXACT.includes(from)) return;
      // once more, with the offset that it has now
      const again = move(socket, URLS[from]);
      await sleep(50);
      await ask(senders[2 % URLS.length], "broadcast", { from: "io", to: [room], event: "news", args: ["second"] });
      await again;
      assert.equal(socket.recovered, true);
      await until(() => values(socket).includes("second"), "event of the second time");
      assert.equal(values(socket).at(-1), "second");
      assert.equal(values(socket).filter((value) => value === "after").length, 1);
    });
  }
}

for (const to of URLS.keys()) {
  if (EXACT.includes(to)) continue;
  check(`comes back to server ${to}, which orders events by the second`, async (clients) => {
    const room = `room-to-${to}`;
    const senders = await Promise.all(URLS.map((url) => clients.connect("/", { url })));
    const socket = await open(clients, URLS[0]);
    const { id } = socket;
    await ask(socket, "join", [room]);
    await ask(senders[0], "broadcast", { from: "io", to: [room], event: "news", args: ["before"] });
    await until(() => socket.news.length > 0, "first event");
    // what is stored within the same second counts as known
    await sleep(1100);
    const back = move(socket, URLS[to]);
    for (const [i, sender] of senders.entries()) {
      await ask(sender, "broadcast", { from: "io", to: [room], event: "news", args: [`room ${i}`] });
    }
    await back;
    assert.equal(socket.recovered, true);
    assert.equal(socket.id, id);
    await until(() => socket.news.length > senders.length, "all events");
    assert.deepEqual(values(socket).sort(), ["before", ...senders.map((_, i) => `room ${i}`)]);
  });
}

check("is a new client with a session that nobody knows", async (clients) => {
  const socket = clients.create("/", { url: URLS[0], auth: { pid: "unknown", offset: "1-1" } });
  await once(socket, "connect");
  assert.equal(socket.recovered, false);
});

run("/socket.io-x/", { library: io });
