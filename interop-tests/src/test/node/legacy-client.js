"use strict";

/*
 * The official JavaScript client of Socket.IO 2 against the mount of the conformance server that lets it in.
 *
 * Usage: node legacy-client.js <url> <polling|websocket|upgrade> [name of a check]
 */

const { assert, ask, check, collect, once, run, until } = require("./checks");
const library = require("socket.io-client-v2");

const range = (count) => Array.from({ length: count }, (_, i) => i);

/** Binary values arrive as buffers or as array buffers, depending on the transport. */
function plain(value) {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return { bytes: Buffer.from(value).toString("hex") };
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, plain(it)]));
  }
  return value;
}

async function expectEcho(socket, ...args) {
  const back = once(socket, "message-back");
  socket.emit("message", ...args);
  assert.deepEqual(plain(await back), plain(args));
  assert.deepEqual(plain(await ask(socket, "message-with-ack", ...args)), plain(args));
}

check("connects and gets the id of its connection", async (clients) => {
  const socket = await clients.connect();
  assert.equal(socket.id, socket.io.engine.id);
  const expected = clients.mode === "polling" ? "polling" : "websocket";
  if (socket.io.engine.transport.name !== expected) {
    await once(socket.io.engine, "upgrade");
  }
  assert.equal(socket.io.engine.transport.name, expected);
  assert.deepEqual(await ask(socket, "message-with-ack", "still there"), ["still there"]);
});

check("is told something right after the connection", async (clients) => {
  assert.deepEqual(await once(clients.create(), "auth"), [{}]);
});

check("exchanges several arguments", async (clients) => {
  const socket = await clients.connect();
  await expectEcho(socket);
  await expectEcho(socket, 1, "2", { 3: ["4", 5.5, null, true] }, [], {}, null, false, -0.25);
});

check("exchanges Unicode", async (clients) => {
  const socket = await clients.connect();
  const text = "éß中文عرب🚀👩‍💻\u2028\u0000\u001e\ufeff";
  await expectEcho(socket, text, { [text]: [text] });
});

check("exchanges binary data", async (clients) => {
  const socket = await clients.connect();
  await expectEcho(socket, Buffer.from(range(256)));
  await expectEcho(socket, new Uint8Array([1, 2, 3]).buffer, Buffer.alloc(0));
  await expectEcho(socket, "é🚀", { list: [Buffer.from("a"), { deep: Buffer.alloc(1000, 7) }], n: null }, Buffer.from("b"));
});

check("keeps the order of text and binary events", async (clients) => {
  const socket = await clients.connect();
  const received = collect(socket, "message-back");
  range(300).forEach((i) => socket.emit("message", i % 3 === 0 ? { n: i, data: Buffer.from([i & 0xff]) } : { n: i }));
  await ask(socket, "message-with-ack");
  assert.deepEqual(received.map(([it]) => it.n), range(300));
  assert.deepEqual(plain(received[255]), [{ n: 255, data: { bytes: "ff" } }]);
});

check("is acknowledged in order", async (clients) => {
  const socket = await clients.connect();
  const replies = [];
  await Promise.all(range(300).map((i) => ask(socket, "message-with-ack", i).then(([reply]) => replies.push(reply))));
  assert.deepEqual(replies, range(300));
});

check("exchanges large values", async (clients) => {
  const socket = await clients.connect();
  await expectEcho(socket, "x".repeat(900_000));
  await expectEcho(socket, Buffer.alloc(700_000, 1));
});

check("upgrades while events are exchanged", async (clients) => {
  const socket = clients.create();
  const received = collect(socket, "message-back");
  await once(socket.io, "open");
  const upgraded = once(socket.io.engine, "upgrade");
  let sent = 0;
  const timer = setInterval(() => socket.emit("message", sent++), 1);
  try {
    await upgraded;
  } finally {
    clearInterval(timer);
  }
  await ask(socket, "message-with-ack");
  assert.deepEqual(received.map(([it]) => it), range(sent));
}, ["upgrade"]);

check("joins another namespace on the same connection", async (clients) => {
  const socket = await clients.connect();
  const custom = socket.io.socket("/custom");
  const greeting = once(custom, "auth");
  await once(custom, "connect");
  assert.deepEqual(await greeting, [{}]);
  assert.equal(custom.id, `/custom#${socket.id}`);
  custom.disconnect();
  assert.deepEqual(await ask(socket, "message-with-ack", 1), [1]);
});

check("is told of an unknown namespace", async (clients) => {
  const socket = clients.create("/unknown");
  assert.deepEqual(await once(socket, "error"), [{ message: "Invalid namespace" }]);
  assert.equal(socket.connected, false);
});

check("is refused by a middleware", async (clients) => {
  const socket = clients.create("/denied");
  assert.deepEqual(await once(socket, "error"), ["not authorized"]);
  assert.equal(socket.connected, false);
});

check("sends pings that are answered", async (clients) => {
  // A busy machine may miss a deadline of one second and connect again
  const socket = await clients.connect("/", { path: "/socket.io-v3/", reconnection: true, reconnectionDelay: 50 });
  let pongs = 0;
  socket.on("connect", () => (pongs = 0));
  socket.on("pong", () => pongs++);
  await until(() => pongs === 3, "pongs in a row");
  assert.deepEqual(await ask(socket, "message-with-ack", 1), [1]);
});

check("disconnects and connects again", async (clients) => {
  const socket = await clients.connect();
  const first = socket.id;
  const gone = once(socket, "disconnect");
  // This client cannot connect again while its connection is being closed
  const closed = once(socket.io.engine, "close");
  socket.disconnect();
  assert.equal((await gone)[0], "io client disconnect");
  await closed;
  socket.connect();
  await once(socket, "connect");
  assert.notEqual(socket.id, first);
  assert.deepEqual(await ask(socket, "message-with-ack", "again"), ["again"]);
});

check("reconnects and sends what it has buffered", async (clients) => {
  const socket = await clients.connect("/", { reconnection: true, reconnectionDelay: 50, randomizationFactor: 0 });
  const gone = once(socket, "disconnect");
  socket.io.engine.close();
  await gone;
  const received = collect(socket, "message-back");
  range(10).forEach((i) => socket.emit("message", i));
  assert.deepEqual(await ask(socket, "message-with-ack", "last"), ["last"]);
  assert.deepEqual(received.map(([it]) => it), range(10));
});

run("/socket.io-v3l/", { library });
