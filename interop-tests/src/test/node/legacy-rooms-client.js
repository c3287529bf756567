"use strict";

/*
 * The official JavaScript client of Socket.IO 2 together with current ones, in an application with rooms:
 * RoomsApplication with its option for such clients, or rooms-server.js.
 *
 * Usage: node legacy-rooms-client.js <url> <polling|websocket|upgrade> [name of a check]
 */

const { assert, ask, check, collect, once, run, unique, within } = require("./checks");
const { io } = require("socket.io-client");
const library = require("socket.io-client-v2");

/** How long the server waits for answers that come, and for those that do not, in milliseconds. */
const [PATIENT, BRIEF] = [15_000, 400];

check("answers the server", async (clients) => {
  const socket = await clients.connect();
  socket.on("question", (question, ack) => ack("answer", question, null));
  assert.deepEqual(await ask(socket, "ask-me", PATIENT, { a: 1 }), ["answer", { a: 1 }, null]);
});

check("answers the server with binary data", async (clients) => {
  const socket = await clients.connect();
  socket.on("question", ({ data }, ack) => ack({ data, more: Buffer.from([9]) }));
  const [{ data, more }] = await ask(socket, "ask-me", PATIENT, { data: Buffer.from([1, 2, 3]) });
  assert.deepEqual([Buffer.from(data), Buffer.from(more)], [Buffer.from([1, 2, 3]), Buffer.from([9])]);
});

check("lets the server time out", async (clients) => {
  const socket = await clients.connect();
  socket.on("question", () => {});
  assert.deepEqual(await ask(socket, "ask-me", BRIEF, 1), ["timeout"]);
});

check("shares a room with current clients", async (clients) => {
  const [old, current] = await Promise.all([clients.connect(), clients.with(io).connect()]);
  const received = [collect(old, "news"), collect(current, "news")];
  const room = unique("mixed");
  await Promise.all([ask(old, "join", [room]), ask(current, "join", [room])]);
  await ask(old, "in", [room], "news", { text: "é🚀" });
  await ask(current, "in", [room], "news", { data: Buffer.from([0, 255]) });
  await Promise.all([ask(old, "rooms"), ask(current, "rooms")]);
  for (const news of received) {
    assert.equal(news.length, 2);
    assert.deepEqual(news[0], [{ text: "é🚀" }]);
    assert.deepEqual(Buffer.from(news[1][0].data), Buffer.from([0, 255]));
  }
  assert.deepEqual((await ask(current, "members", room))[0].sort(), [old.id, current.id].sort());
});

check("is told why a middleware refuses it", async (clients) => {
  assert.deepEqual(await once(clients.create("/private"), "error"), [{ reason: "token" }]);
});

check("is disconnected by the server", async (clients) => {
  const socket = await clients.connect();
  const gone = once(socket, "disconnect");
  socket.emit("disconnect-me", true);
  assert.equal((await gone)[0], "io server disconnect");
});

check("is missed for the right reason", async (clients) => {
  const observer = await clients.with(io).connect();
  await ask(observer, "join", ["observers"]);
  for (const [leave, expected] of [
    [(socket) => socket.disconnect(), "client namespace disconnect"],
    [(socket) => socket.io.engine.close(), "transport close"],
  ]) {
    const socket = await clients.connect();
    const { id } = socket;
    const reason = within(
      new Promise((resolve) => observer.on("left", (it, why) => it === id && resolve(why))),
      "leave of a socket",
    );
    leave(socket);
    assert.equal(await reason, expected);
  }
});

run("/socket.io/", { library });
