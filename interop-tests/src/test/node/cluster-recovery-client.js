"use strict";

/*
 * Clients that lose their connection to one server of a cluster and come back to another one.
 *
 * Usage: node cluster-recovery-client.js <URLs, separated by commas> websocket [name of a check]
 */

const { io } = require("socket.io-client");
const { assert, ask, check, collect, eventually, once, run, unique, until } = require("./checks");

const URLS = process.argv[2].split(",");

/** Servers that replay all that was missed, as it was, and with offsets. */
const EXACT = process.env.EXACT ? process.env.EXACT.split(",").map(Number) : URLS.map((_, i) => i);

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function open(clients, url) {
  const socket = await clients.connect("/", { url });
  socket.news = collect(socket, "news");
  return socket;
}

/** Cuts the connection, and waits until the session is kept, which its server stores before the next event. */
async function lose(socket, neighbour, observers) {
  const { id } = socket;
  const gone = once(socket, "disconnect");
  socket.io.engine.transport.ws.terminate();
  await gone;
  await eventually(async () => {
    const command = { from: "io", local: true, to: [id] };
    assert.deepEqual(await ask(neighbour, "fetch-sockets", command), [[]]);
  });
  await mark(neighbour, observers, unique("lost"));
}

async function comeBack(socket, url) {
  const back = once(socket, "connect");
  socket.io.uri = url;
  socket.connect();
  await back;
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
      // servers do not wait for ever for the offset of what they send themselves
      const elsewhere = senders[(from + 1) % URLS.length];
      await ask(elsewhere, "broadcast", { from: "io", to: [room], event: "news", args: ["before"] });
      await until(() => socket.news.length > 0, "first event");
      assert.deepEqual(values(socket), ["before"]);
      assert.equal(typeof socket.news[0][1], "string");

      await lose(socket, senders[from], observers);
      for (const [i, sender] of senders.entries()) {
        await ask(sender, "broadcast", { from: "io", event: "news", args: [`all ${i}`] });
        await ask(sender, "broadcast", { from: "io", to: [room], event: "news", args: [`room ${i}`] });
        await ask(sender, "broadcast", { from: "io", to: [other], event: "news", args: ["for others"] });
        await ask(sender, "broadcast", { from: "io", except: [room], event: "news", args: ["for others"] });
        await ask(sender, "broadcast", { from: "io", to: [id], event: "news", args: [Buffer.from([i, 255])] });
        await mark(sender, observers, `sent ${i}`);
      }
      await comeBack(socket, URLS[to]);
      assert.equal(socket.recovered, true);
      assert.equal(socket.id, id);
      const neighbour = senders[(to + 1) % URLS.length];
      await ask(neighbour, "broadcast", { from: "io", to: [room], event: "news", args: ["after"] });
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
      await lose(socket, senders[to], observers);
      const sender = senders[2 % URLS.length];
      await ask(sender, "broadcast", { from: "io", to: [room], event: "news", args: ["second"] });
      await mark(sender, observers, "second");
      await comeBack(socket, URLS[from]);
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
    const observers = await observe(clients);
    const socket = await open(clients, URLS[0]);
    const { id } = socket;
    await ask(socket, "join", [room]);
    // what others have stored within the same second may count as missed
    await sleep(1100);
    await ask(senders.at(-1), "broadcast", { from: "io", to: [room], event: "news", args: ["before"] });
    await until(() => socket.news.length > 0, "first event");
    // and as known
    await sleep(1100);
    await lose(socket, senders[0], observers);
    for (const [i, sender] of senders.entries()) {
      await ask(sender, "broadcast", { from: "io", to: [room], event: "news", args: [`room ${i}`] });
      await mark(sender, observers, `sent ${i}`);
    }
    await comeBack(socket, URLS[to]);
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
