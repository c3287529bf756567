"use strict";

/*
 * The official JavaScript client against the mounts of the conformance server that speak Socket.IO.
 *
 * Usage: node protocol-client.js <url> <polling|websocket|upgrade> [name of a check]
 */

const { assert, ask, check, once, run, until, within } = require("./checks");
const { io, Manager } = require("socket.io-client");

/** Pings soon, but gives clients time to answer, and three seconds to join a namespace. */
const PATIENT_HEARTBEAT = { path: "/socket.io-p/" };

const echo = async (socket, ...args) => {
  const back = once(socket, "message-back");
  socket.emit("message", ...args);
  return back;
};

const range = (count) => Array.from({ length: count }, (_, i) => i);

check("connects and gets an id", async (clients) => {
  const socket = await clients.connect();
  assert.match(socket.id, /^[\w-]{20}$/);
  assert.notEqual(socket.id, socket.io.engine.id);
  assert.ok(!socket.recovered);
  const expected = clients.mode === "polling" ? "polling" : "websocket";
  if (socket.io.engine.transport.name !== expected) {
    await once(socket.io.engine, "upgrade");
  }
  assert.equal(socket.io.engine.transport.name, expected);
  assert.deepEqual(await ask(socket, "message-with-ack", "still there"), ["still there"]);
});

check("sends an authentication object", async (clients) => {
  const socket = clients.create("/", { auth: { token: "abc", nested: { list: [1, null] } } });
  assert.deepEqual(await once(socket, "auth"), [{ token: "abc", nested: { list: [1, null] } }]);
});

check("sends the result of an authentication function", async (clients) => {
  const socket = clients.create("/", { auth: (done) => setTimeout(() => done({ token: "later" }), 10) });
  assert.deepEqual(await once(socket, "auth"), [{ token: "later" }]);
});

check("sends no authentication", async (clients) => {
  assert.deepEqual(await once(clients.create(), "auth"), [{}]);
});

check("sends query parameters and headers", async (clients) => {
  const socket = await clients.connect("/", {
    query: { token: "t".repeat(2000), other: "ü &=" },
    extraHeaders: { "x-custom": "value" },
  });
  assert.deepEqual(await ask(socket, "message-with-ack", 1), [1]);
});

check("gets the first of the sub-protocols that it asks for", async (clients) => {
  const socket = await clients.connect("/", { protocols: ["chat", "v2"] });
  const engine = socket.io.engine;
  if (clients.mode === "polling") {
    assert.equal(engine.transport.name, "polling");
  } else {
    if (engine.transport.name !== "websocket") {
      await once(engine, "upgrade");
    }
    assert.equal(engine.transport.ws.protocol, "chat");
  }
  assert.deepEqual(await ask(socket, "message-with-ack", 1), [1]);
});

check("echoes several arguments", async (clients) => {
  const socket = await clients.connect();
  const args = [1, "2", { 3: ["4", 5.5, null, true] }, [], {}, null, false, -0.25, 1e21];
  assert.deepEqual(await echo(socket, ...args), args);
  assert.deepEqual(await echo(socket), []);
});

check("echoes values as JSON has them", async (clients) => {
  const socket = await clients.connect();
  const date = new Date(0);
  assert.deepEqual(await echo(socket, undefined, { a: undefined, b: NaN, date }, [undefined]), [
    null,
    { b: null, date: date.toISOString() },
    [null],
  ]);
});

check("echoes Unicode", async (clients) => {
  const socket = await clients.connect();
  const text = "éß中文عرب🚀👩‍💻\u2028\u2029\u0000\u001e\ufeff";
  assert.deepEqual(await echo(socket, text, { [text]: [text] }), [text, { [text]: [text] }]);
  assert.deepEqual(await echo(socket, "\ud800", ["x\udc00"]), ["\ud800", ["x\udc00"]]);
});

check("is acknowledged", async (clients) => {
  const socket = await clients.connect();
  assert.deepEqual(await ask(socket, "message-with-ack"), []);
  assert.deepEqual(await ask(socket, "message-with-ack", 1, "2", { 3: [false] }), [1, "2", { 3: [false] }]);
  assert.deepEqual(await socket.emitWithAck("message-with-ack", { a: 1 }), { a: 1 });
});

check("acknowledges many events in order", async (clients) => {
  const socket = await clients.connect();
  const replies = [];
  await Promise.all(range(500).map((i) => ask(socket, "message-with-ack", i).then(([reply]) => replies.push(reply))));
  assert.deepEqual(replies, range(500));
});

check("waits for an acknowledgement with a timeout", async (clients) => {
  const socket = await clients.connect();
  assert.equal(await socket.timeout(15_000).emitWithAck("message-with-ack", "in time"), "in time");
  await assert.rejects(socket.timeout(100).emitWithAck("unknown", "never"), /operation has timed out/);
});

check("echoes binary data", async (clients) => {
  const socket = await clients.connect();
  const bytes = Buffer.from(range(256));
  assert.deepEqual(await echo(socket, bytes), [bytes]);
  assert.deepEqual(await echo(socket, new Uint8Array([1, 2, 3])), [Buffer.from([1, 2, 3])]);
  assert.deepEqual(await echo(socket, new Uint8Array([4, 5]).buffer), [Buffer.from([4, 5])]);
  assert.deepEqual(await echo(socket, Buffer.alloc(0)), [Buffer.alloc(0)]);
});

check("echoes nested binary data", async (clients) => {
  const socket = await clients.connect();
  const [a, b, c] = [Buffer.from("a"), Buffer.alloc(1000, 7), Buffer.alloc(0)];
  const args = ["x", { list: [a, { deep: b }], n: null }, [[c]], a];
  assert.deepEqual(await echo(socket, ...args), args);
});

check("is acknowledged with binary data", async (clients) => {
  const socket = await clients.connect();
  const args = [Buffer.from([1, 2]), "text", { nested: Buffer.from([3]) }];
  assert.deepEqual(await ask(socket, "message-with-ack", ...args), args);
});

check("keeps the order of text and binary events", async (clients) => {
  const socket = await clients.connect();
  const received = [];
  socket.on("message-back", (value) => received.push(Buffer.isBuffer(value) ? value.readUInt16BE() : value));
  range(300).forEach((i) => socket.emit("message", i % 3 === 0 ? Buffer.from([i >> 8, i & 0xff]) : i));
  await ask(socket, "message-with-ack");
  assert.deepEqual(received, range(300));
});

check("echoes a large text", async (clients) => {
  const socket = await clients.connect();
  const text = "x".repeat(900_000);
  assert.deepEqual(await echo(socket, text), [text]);
});

check("echoes large binary data", async (clients) => {
  const socket = await clients.connect();
  const data = Buffer.alloc(clients.mode === "websocket" ? 950_000 : 700_000, 1);
  assert.deepEqual(await echo(socket, data), [data]);
});

check("joins another namespace", async (clients) => {
  const socket = clients.create("/custom", { auth: { token: "custom" } });
  assert.deepEqual(await once(socket, "auth"), [{ token: "custom" }]);
  assert.match(socket.id, /^[\w-]{20}$/);
});

check("is told of an unknown namespace", async (clients) => {
  const socket = clients.create("/unknown");
  const [error] = await once(socket, "connect_error");
  assert.equal(error.message, "Invalid namespace");
  assert.equal(error.data, undefined);
  assert.equal(socket.connected, false);
});

check("multiplexes namespaces", async (clients) => {
  const main = await clients.connect();
  const custom = main.io.socket("/custom", {});
  const unknown = main.io.socket("/unknown", {});
  const [[error]] = await Promise.all([once(unknown, "connect_error"), once(custom, "connect")]);
  assert.equal(error.message, "Invalid namespace");
  assert.notEqual(main.id, custom.id);
  custom.disconnect();
  assert.deepEqual(await ask(main, "message-with-ack", 1), [1]);
  const id = main.id;
  custom.connect();
  await once(custom, "connect");
  assert.equal(main.id, id);
  assert.deepEqual(await ask(main, "message-with-ack", 2), [2]);
});

check("shares one connection between sockets", async (clients) => {
  const manager = new Manager(clients.url, { path: clients.path, reconnection: false });
  const main = manager.socket("/");
  const custom = manager.socket("/custom");
  clients.sockets.push(main, custom);
  await Promise.all([once(main, "connect"), once(custom, "connect")]);
  assert.deepEqual(await ask(main, "message-with-ack", "shared"), ["shared"]);
  custom.disconnect();
  assert.equal(manager.engine.readyState, "open");
  const closed = once(manager, "close");
  main.disconnect();
  await closed;
});

check("serves several clients at a time", async (clients) => {
  const sockets = await Promise.all(range(20).map(() => clients.connect()));
  assert.equal(new Set(sockets.map((socket) => socket.id)).size, 20);
  const replies = await Promise.all(sockets.map((socket, i) => ask(socket, "message-with-ack", i, Buffer.from([i]))));
  assert.deepEqual(replies, range(20).map((i) => [i, Buffer.from([i])]));
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
  assert.deepEqual(await ask(socket, "message-with-ack", "again"), ["again"]);
});

check("reconnects and sends what it has buffered", async (clients) => {
  const socket = await clients.connect("/", { reconnection: true, reconnectionDelay: 50, randomizationFactor: 0 });
  const first = socket.id;
  const gone = once(socket, "disconnect");
  socket.io.engine.close();
  assert.equal((await gone)[0], "forced close");
  const received = [];
  socket.on("message-back", (value) => received.push(value));
  range(10).forEach((i) => socket.emit("message", i));
  assert.deepEqual(await ask(socket, "message-with-ack", "last"), ["last"]);
  assert.notEqual(socket.id, first);
  assert.deepEqual(received, range(10));
});

check("sends what it has buffered before the connection", async (clients) => {
  const socket = clients.create("/", { autoConnect: false });
  const received = [];
  socket.on("message-back", (value) => received.push(value));
  range(10).forEach((i) => socket.emit("message", i));
  const last = ask(socket, "message-with-ack", Buffer.from("last"));
  socket.connect();
  assert.deepEqual(await last, [Buffer.from("last")]);
  assert.deepEqual(received, range(10));
});

check("retries until it is acknowledged", async (clients) => {
  const socket = clients.create("/", { retries: 3, ackTimeout: 4000 });
  const replies = await Promise.all(range(5).map((i) => ask(socket, "message-with-ack", i)));
  assert.deepEqual(replies, range(5).map((i) => [null, i]));
});

check("gives up retrying an event without listener", async (clients) => {
  const socket = clients.create("/", { retries: 2, ackTimeout: 100 });
  const [error] = await ask(socket, "unknown");
  assert.match(error.message, /operation has timed out/);
  assert.deepEqual(await ask(socket.timeout(15_000), "message-with-ack", 1), [null, 1]);
});

check("emits volatile and uncompressed events", async (clients) => {
  const socket = await clients.connect();
  await ask(socket, "message-with-ack");
  const back = once(socket, "message-back");
  socket.compress(false).emit("message", "uncompressed");
  assert.deepEqual(await back, ["uncompressed"]);
  socket.volatile.emit("message", "volatile");
  assert.deepEqual(await ask(socket, "message-with-ack", 1), [1]);
});

check("echoes 10 000 messages in order", async (clients) => {
  const socket = await clients.connect();
  const received = [];
  const done = within(
    new Promise((resolve) => {
      socket.on("message-back", (value) => {
        received.push(value);
        if (received.length === 10_000) {
          resolve();
        }
      });
    }),
    "10 000 messages",
    35_000,
  );
  const expected = clients.mode === "polling" ? "polling" : "websocket";
  // In batches, so that an upgrade happens in the middle of them, at the latest before the second half
  for (let batch = 0; batch < 100; batch++) {
    if (batch === 50) {
      await until(() => socket.io.engine.transport.name === expected, "transport");
    }
    range(100).forEach((i) => socket.emit("message", batch * 100 + i));
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  assert.equal(socket.io.engine.transport.name, expected);
  await done;
  assert.deepEqual(received, range(10_000));
});

check("survives several pings", async (clients) => {
  const socket = await clients.connect("/", PATIENT_HEARTBEAT);
  let pings = 0;
  // there is no ping before the last one was answered
  await within(new Promise((resolve) => socket.io.on("ping", () => ++pings === 4 && resolve())), "pings");
  assert.deepEqual(await ask(socket, "message-with-ack", 1), [1]);
});

check("is closed by the server after an invalid packet", async (clients) => {
  const socket = await clients.connect("/", { reconnection: true, reconnectionDelay: 50, randomizationFactor: 0 });
  const first = socket.id;
  const gone = once(socket, "disconnect");
  const back = once(socket, "connect");
  socket.io.engine.write("2{}");
  assert.equal((await gone)[0], "transport close");
  await back;
  assert.notEqual(socket.id, first);
  assert.deepEqual(await ask(socket, "message-with-ack", 1), [1]);
});

check("is closed by the server when it joins nothing", async (clients) => {
  const manager = new Manager(clients.url, { ...PATIENT_HEARTBEAT, reconnection: false });
  const closed = once(manager, "close");
  manager.open();
  assert.equal((await closed)[0], "transport close");
});

check("upgrades while events are exchanged", async (clients) => {
  const socket = clients.create();
  await once(socket.io, "open");
  const upgraded = once(socket.io.engine, "upgrade");
  const received = [];
  socket.on("message-back", (value) => received.push(value));
  let sent = 0;
  const timer = setInterval(() => socket.emit("message", sent++), 1);
  try {
    await upgraded;
  } finally {
    clearInterval(timer);
  }
  await ask(socket, "message-with-ack");
  assert.deepEqual(received, range(sent));
}, ["upgrade"]);

check("starts with WebSocket when polling comes second", async (clients) => {
  const socket = await clients.connect("/", { transports: ["websocket", "polling"] });
  assert.equal(socket.io.engine.transport.name, "websocket");
}, ["websocket"]);

check("sends base64 on demand", async (clients) => {
  const socket = await clients.connect("/", { forceBase64: true });
  assert.deepEqual(await echo(socket, Buffer.from([1, 2, 3])), [Buffer.from([1, 2, 3])]);
});

check("reuses a connection for two sockets of one page", async (clients) => {
  const options = { path: clients.path, reconnection: false };
  const main = io(clients.url, options);
  const custom = io(`${clients.url}/custom`, options);
  clients.sockets.push(main, custom);
  await Promise.all([once(main, "connect"), once(custom, "connect")]);
  assert.equal(main.io, custom.io);
  assert.deepEqual(await ask(main, "message-with-ack", 1), [1]);
});

run("/socket.io-l/");
