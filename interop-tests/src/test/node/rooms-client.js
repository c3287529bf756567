"use strict";

/*
 * The official JavaScript client against an application with rooms, broadcasts, server-side acknowledgements and
 * middlewares: RoomsApplication, or rooms-server.js.
 *
 * Usage: node rooms-client.js <url> <polling|websocket|upgrade> [name of a check]
 * With the environment variable PARSER=socket.io-msgpack-parser the client uses that parser.
 */

const { assert, ask, check, collect, once, run, unique, within } = require("./checks");

/** How long the server waits for answers that come, and for those that do not, in milliseconds. */
const [PATIENT, BRIEF, FAIR] = [15_000, 400, 4000];

const range = (count) => Array.from({ length: count }, (_, i) => i);

/** Several clients with what each has received as "news". */
async function audience(clients, count) {
  const sockets = await Promise.all(range(count).map(() => clients.connect()));
  return sockets.map((socket) => Object.assign(socket, { news: collect(socket, "news") }));
}

/** Waits until what was sent before has arrived: the server answers in order. */
const settle = (...sockets) => Promise.all(sockets.map((socket) => ask(socket, "rooms")));

/** Why a socket has left, as an observer is told. Sockets of the check before may still be leaving. */
const left = (observer, id) =>
  within(
    new Promise((resolve) => observer.on("left", (it, reason) => it === id && resolve(reason))),
    "leave of a socket",
  );

check("is welcomed", async (clients) => {
  const socket = clients.create("/", { auth: { token: "abc" } });
  const [id, auth] = await once(socket, "welcome");
  assert.equal(id, socket.id);
  assert.deepEqual(auth, { token: "abc" });
});

check("is in the room of its id", async (clients) => {
  const socket = await clients.connect();
  assert.deepEqual(await ask(socket, "rooms"), [[socket.id]]);
});

check("joins and leaves rooms", async (clients) => {
  const socket = await clients.connect();
  assert.deepEqual(await ask(socket, "join", ["r1", "r2"]), []);
  assert.deepEqual(await ask(socket, "join", ["r1"]), []);
  assert.deepEqual((await ask(socket, "rooms"))[0].sort(), [socket.id, "r1", "r2"].sort());
  assert.deepEqual(await ask(socket, "leave", "r1"), []);
  assert.deepEqual(await ask(socket, "leave", "never joined"), []);
  assert.deepEqual((await ask(socket, "rooms"))[0].sort(), [socket.id, "r2"].sort());
});

check("reaches a room without the sender", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  await Promise.all([ask(a, "join", ["room"]), ask(b, "join", ["room"])]);
  await ask(a, "to", ["room"], "news", { n: 1 });
  await settle(a, b, c);
  assert.deepEqual([a.news, b.news, c.news], [[], [[{ n: 1 }]], []]);
});

check("reaches a room with the sender", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  await Promise.all([ask(a, "join", ["with"]), ask(b, "join", ["with"])]);
  await ask(a, "in", ["with"], "news", "all");
  await settle(a, b, c);
  assert.deepEqual([a.news, b.news, c.news], [[["all"]], [["all"]], []]);
});

check("reaches every socket of several rooms once", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  await Promise.all([ask(a, "join", ["x", "y"]), ask(b, "join", ["y"])]);
  await ask(c, "in", ["x", "y", "empty"], "news", 1);
  await settle(a, b, c);
  assert.deepEqual([a.news, b.news, c.news], [[[1]], [[1]], []]);
});

check("reaches nobody in an empty room", async (clients) => {
  const [a, b] = await audience(clients, 2);
  await ask(a, "in", ["empty"], "news", 1);
  await settle(a, b);
  assert.deepEqual([a.news, b.news], [[], []]);
});

check("leaves out rooms", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  await ask(a, "join", ["out"]);
  await ask(b, "except", ["out"], "news", 1);
  await settle(a, b, c);
  assert.deepEqual([a.news, b.news, c.news], [[], [[1]], [[1]]]);
});

check("does not reach a socket that has left", async (clients) => {
  const [a, b] = await audience(clients, 2);
  await ask(a, "join", ["room"]);
  await ask(b, "in", ["room"], "news", 1);
  await ask(a, "leave", "room");
  await ask(b, "in", ["room"], "news", 2);
  await settle(a, b);
  assert.deepEqual(a.news, [[1]]);
});

check("broadcasts to everybody else", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  await ask(a, "broadcast", "news", 1);
  await settle(a, b, c);
  assert.deepEqual([a.news, b.news, c.news], [[], [[1]], [[1]]]);
});

check("sends a private message", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  await ask(a, "to", [b.id], "news", "for b");
  await settle(a, b, c);
  assert.deepEqual([a.news, b.news, c.news], [[], [["for b"]], []]);
});

check("is reached by the emitter", async (clients) => {
  const [a, b] = await audience(clients, 2);
  const chat = await clients.connect("/chat");
  const inChat = collect(chat, "news");
  await Promise.all([ask(a, "join", ["emitted"]), ask(chat, "join", ["emitted"])]);
  await ask(b, "emitter", "/", ["emitted"], "news", { from: "emitter" });
  await settle(a, b, chat);
  assert.deepEqual([a.news, b.news, inChat], [[[{ from: "emitter" }]], [], []]);
  const data = Buffer.from([1, 2, 3]);
  await ask(b, "emitter", "/chat", ["emitted"], "news", { data });
  await settle(a, chat);
  assert.deepEqual([a.news.length, inChat], [1, [[{ data }]]]);
});

check("broadcasts binary data over every transport", async (clients) => {
  const transports = [["polling"], ["websocket"], ["polling", "websocket"]];
  const sockets = await Promise.all(transports.map((it) => clients.connect("/", { transports: it })));
  const received = sockets.map((socket) => collect(socket, "news"));
  await Promise.all(sockets.map((socket) => ask(socket, "join", ["mixed"])));
  const payload = { text: "é🚀", list: [Buffer.from([0, 255]), [Buffer.alloc(0)]], data: Buffer.alloc(5000, 3) };
  await ask(sockets[0], "in", ["mixed"], "news", payload);
  await settle(...sockets);
  received.forEach((news) => assert.deepEqual(news, [[payload]]));
});

check("keeps the order of broadcasts", async (clients) => {
  const [a, b] = await audience(clients, 2);
  await ask(b, "join", ["ordered"]);
  range(1000).forEach((i) => a.emit("to", ["ordered"], "news", i % 50 === 0 ? Buffer.from(String(i)) : i));
  await settle(a);
  await settle(b);
  assert.deepEqual(b.news.map(([it]) => Number(it)), range(1000));
});

check("keeps the order of events of the server", async (clients) => {
  const socket = clients.create();
  const items = collect(socket, "item");
  await once(socket, "connect");
  await ask(socket, "burst", 5000);
  await ask(socket, "burst", 10);
  assert.deepEqual(items.map(([it]) => Number(it)), [...range(5000), ...range(10)]);
});

check("has its events handled in order", async (clients) => {
  const socket = await clients.connect();
  range(500).forEach((i) => socket.emit("record", i));
  assert.deepEqual(await ask(socket, "recorded"), [range(500)]);
});

check("answers the server", async (clients) => {
  const socket = await clients.connect();
  socket.on("question", (question, ack) => ack("answer", question, null));
  assert.deepEqual(await ask(socket, "ask-me", PATIENT, { a: 1 }), ["answer", { a: 1 }, null]);
  assert.deepEqual(await ask(socket, "ask-me", PATIENT, "again"), ["answer", "again", null]);
});

check("answers the server with binary data", async (clients) => {
  const socket = await clients.connect();
  socket.on("question", (question, ack) => ack({ data: question.data, more: Buffer.from([9]) }));
  const data = Buffer.from([1, 2, 3]);
  assert.deepEqual(await ask(socket, "ask-me", PATIENT, { data }), [{ data, more: Buffer.from([9]) }]);
});

check("answers the server without arguments", async (clients) => {
  const socket = await clients.connect();
  socket.on("question", (question, ack) => ack());
  assert.deepEqual(await ask(socket, "ask-me", PATIENT, 1), []);
});

check("lets the server time out", async (clients) => {
  const socket = await clients.connect();
  let late;
  socket.on("question", (question, ack) => (late = ack));
  assert.deepEqual(await ask(socket, "ask-me", BRIEF, 1), ["timeout"]);
  late("late");
  assert.deepEqual(await ask(socket, "add", 1, 2), [3]);
});

check("answers as a room", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  const room = unique("asked");
  await Promise.all([ask(a, "join", [room]), ask(b, "join", [room])]);
  a.on("question", (question, ack) => ack(`a ${question}`, "ignored"));
  b.on("question", (question, ack) => ack(`b ${question}`));
  const [timedOut, responses] = await ask(c, "ask-room", room, PATIENT, "?");
  assert.equal(timedOut, false);
  assert.deepEqual(responses.sort(), ["a ?", "b ?"]);
  b.off("question");
  assert.deepEqual(await ask(c, "ask-room", room, FAIR, "!"), [true, ["a !"]]);
  assert.deepEqual(await ask(c, "ask-room", unique("nobody"), PATIENT, "?"), [false, []]);
});

check("is found in its rooms", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  const room = unique("found");
  await Promise.all([ask(a, "join", [room]), ask(b, "join", [room])]);
  assert.deepEqual((await ask(c, "members", room))[0].sort(), [a.id, b.id].sort());
  await ask(c, "join", ["observers"]);
  const { id } = a;
  const gone = left(c, id);
  a.disconnect();
  await gone;
  assert.deepEqual(await ask(c, "members", room), [[b.id]]);
  assert.deepEqual(await ask(c, "members", id), [[]]);
});

check("is disconnected by the server", async (clients) => {
  const main = await clients.connect();
  const chat = main.io.socket("/chat");
  await once(chat, "connect");
  const gone = once(main, "disconnect");
  main.emit("disconnect-me", false);
  assert.equal((await gone)[0], "io server disconnect");
  assert.deepEqual(await ask(chat, "rooms"), [[chat.id]]);
  main.connect();
  await once(main, "connect");
  assert.deepEqual(await ask(main, "add", 1, 1), [2]);
});

check("is disconnected by the server in all namespaces", async (clients) => {
  const main = await clients.connect();
  const chat = main.io.socket("/chat");
  await once(chat, "connect");
  const reasons = Promise.all([once(main, "disconnect"), once(chat, "disconnect"), once(main.io, "close")]);
  main.emit("disconnect-me", true);
  const [[first], [second]] = await reasons;
  assert.deepEqual([first, second], ["io server disconnect", "io server disconnect"]);
});

check("reconnects when the server closes the transport", async (clients) => {
  const socket = await clients.connect("/", { reconnection: true, reconnectionDelay: 50, randomizationFactor: 0 });
  const first = socket.id;
  const gone = once(socket, "disconnect");
  const back = once(socket, "connect");
  socket.emit("close-transport");
  assert.equal((await gone)[0], "transport close");
  socket.emit("record", "buffered");
  await back;
  assert.notEqual(socket.id, first);
  assert.deepEqual(await ask(socket, "recorded"), [["buffered"]]);
});

check("is disconnected with its room", async (clients) => {
  const [a, b, c] = await audience(clients, 3);
  await Promise.all([ask(a, "join", ["kicked"]), ask(b, "join", ["kicked"])]);
  const reasons = Promise.all([once(a, "disconnect"), once(b, "disconnect")]);
  c.emit("kick", "kicked", false);
  assert.deepEqual((await reasons).map(([reason]) => reason), ["io server disconnect", "io server disconnect"]);
  assert.deepEqual(await ask(c, "members", "kicked"), [[]]);
});

check("is missed for the right reason", async (clients) => {
  const [observer, a, b, c, d] = await audience(clients, 5);
  await ask(observer, "join", ["observers"]);
  const expectLeft = async (socket, leave, reason) => {
    const gone = left(observer, socket.id);
    leave();
    assert.equal(await gone, reason);
  };
  const chat = a.io.socket("/chat");
  await once(chat, "connect");
  await expectLeft(a, () => a.disconnect(), "client namespace disconnect");
  await expectLeft(b, () => b.io.engine.close(), "transport close");
  await expectLeft(c, () => c.emit("disconnect-me", false), "server namespace disconnect");
  await expectLeft(d, () => d.io.engine.write("2{}"), "forced close");
});

check("keeps namespaces apart", async (clients) => {
  const main = await clients.connect();
  const chat = main.io.socket("/chat");
  await once(chat, "connect");
  const received = [collect(main, "news"), collect(chat, "news")];
  await Promise.all([ask(main, "join", ["same"]), ask(chat, "join", ["same"])]);
  await ask(chat, "in", ["same"], "news", "chat");
  await ask(main, "in", ["same"], "news", "main");
  await settle(main, chat);
  assert.deepEqual(received, [[["main"]], [["chat"]]]);
  assert.deepEqual(await ask(chat, "members", main.id), [[]]);
});

check("is refused by a middleware", async (clients) => {
  const socket = clients.create("/private", { auth: { token: "wrong" } });
  const [error] = await once(socket, "connect_error");
  assert.equal(error.message, "not authorized");
  assert.deepEqual(error.data, { reason: "token" });
  socket.auth = { token: "secret" };
  socket.connect();
  const [id] = await once(socket, "welcome");
  assert.equal(id, socket.id);
  assert.deepEqual(await ask(socket, "rooms"), [[id]]);
});

check("sends and receives typed values", async (clients) => {
  const socket = await clients.connect();
  const reply = await ask(socket, "greet", { name: "Zoë", tags: ["a", "b"], unknown: true });
  assert.deepEqual(reply, [{ text: "Hello Zoë", tags: ["A", "B"] }]);
  assert.deepEqual(await ask(socket, "add", 40, 2), [42]);
  assert.deepEqual(await ask(socket, "several"), [1, "two", [3]]);
  assert.deepEqual(await ask(socket, "list"), [["a", "b"]]);
  assert.deepEqual(await ask(socket, "later", "value"), ["value"]);
  assert.deepEqual(await ask(socket, "reverse", Buffer.from([1, 2, 3])), [Buffer.from([3, 2, 1])]);
});

check("is told of a failure and goes on", async (clients) => {
  const socket = await clients.connect();
  const [{ error }] = await ask(socket, "fail");
  assert.equal(error.status, 500);
  assert.doesNotMatch(JSON.stringify(error), /secret/);
  socket.emit("fail");
  assert.deepEqual(await ask(socket, "add", 1, 2), [3]);
});

run("/socket.io/", process.env.PARSER ? { parser: require(process.env.PARSER) } : {});
