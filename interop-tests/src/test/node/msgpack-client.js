"use strict";

/*
 * The official JavaScript client with the MessagePack parser against the mount of the conformance server that uses it.
 *
 * Usage: node msgpack-client.js <url> <polling|websocket|upgrade> [name of a check]
 */

const { assert, ask, check, collect, once, run } = require("./checks");
const parser = require("socket.io-msgpack-parser");

const range = (count) => Array.from({ length: count }, (_, i) => i);

async function expectEcho(socket, ...args) {
  const back = once(socket, "message-back");
  socket.emit("message", ...args);
  assert.deepEqual(await back, args);
  assert.deepEqual(await ask(socket, "message-with-ack", ...args), args);
}

check("connects with credentials", async (clients) => {
  const socket = clients.create("/", { auth: { token: "é🚀", nested: { list: [1, null] } } });
  assert.deepEqual(await once(socket, "auth"), [{ token: "é🚀", nested: { list: [1, null] } }]);
  assert.match(socket.id, /^[\w-]{20}$/);
});

check("uses the transport it is meant to", async (clients) => {
  const socket = await clients.connect();
  const expected = clients.mode === "polling" ? "polling" : "websocket";
  if (socket.io.engine.transport.name !== expected) {
    await once(socket.io.engine, "upgrade");
  }
  await expectEcho(socket, "after the upgrade");
});

check("exchanges several arguments", async (clients) => {
  const socket = await clients.connect();
  await expectEcho(socket);
  await expectEcho(socket, 1, "2", { 3: ["4", 5.5, null, true] }, [], {}, null, false, -0.25);
});

check("exchanges numbers of all sizes", async (clients) => {
  const socket = await clients.connect();
  const sizes = [7, 8, 15, 16, 31, 32, 52].flatMap((bits) => [2 ** bits - 1, 2 ** bits, -(2 ** bits), -(2 ** bits) - 1]);
  await expectEcho(socket, ...sizes, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 5e-324, 1.1);
});

check("exchanges texts of all sizes", async (clients) => {
  const socket = await clients.connect();
  const text = "éß中文عرب🚀👩‍💻\u2028\u0000\u001e\ufeff";
  await expectEcho(socket, text, { [text]: [text] });
  await expectEcho(socket, ...[0, 31, 32, 255, 256, 65_535, 65_536].map((length) => "ü".repeat(length / 2)));
});

check("exchanges lists and objects of all sizes", async (clients) => {
  const socket = await clients.connect();
  for (const count of [15, 16, 65_535, 65_536]) {
    await expectEcho(socket, range(count));
    await expectEcho(socket, Object.fromEntries(range(count).map((i) => [`k${i}`, i])));
  }
});

check("exchanges binary data of all sizes", async (clients) => {
  const socket = await clients.connect();
  await expectEcho(socket, Buffer.from(range(256)), Buffer.alloc(0));
  await expectEcho(socket, { list: [Buffer.from("a"), { deep: Buffer.alloc(70_000, 7) }], n: null }, Buffer.from("b"));
});

check("keeps the order of text and binary events", async (clients) => {
  const socket = await clients.connect();
  const received = collect(socket, "message-back");
  range(300).forEach((i) => socket.emit("message", i % 3 === 0 ? Buffer.from([i >> 8, i & 0xff]) : i));
  await ask(socket, "message-with-ack");
  assert.deepEqual(received.map(([it]) => (Buffer.isBuffer(it) ? it.readUInt16BE() : it)), range(300));
});

check("has more binary values than the other parser allows", async (clients) => {
  const socket = await clients.connect();
  await expectEcho(socket, range(50).map((i) => Buffer.from([i])));
});

check("is told of an unknown namespace", async (clients) => {
  const [error] = await once(clients.create("/unknown"), "connect_error");
  assert.equal(error.message, "Invalid namespace");
});

check("multiplexes namespaces", async (clients) => {
  const main = await clients.connect();
  const custom = main.io.socket("/custom", {});
  assert.deepEqual(await once(custom, "auth"), [{}]);
  custom.disconnect();
  await expectEcho(main, 1);
});

check("disconnects and connects again", async (clients) => {
  const socket = await clients.connect();
  const first = socket.id;
  const gone = once(socket, "disconnect");
  socket.disconnect();
  assert.equal((await gone)[0], "io client disconnect");
  socket.connect();
  await once(socket, "connect");
  assert.notEqual(socket.id, first);
  await expectEcho(socket, "again");
});

check("is closed by the server when it uses another parser", async (clients) => {
  const socket = clients.create("/", { parser: undefined });
  await once(socket.io, "open");
  assert.equal((await once(socket.io, "close"))[0], "transport close");
});

run("/socket.io-ml/", { parser });
