"use strict";

/*
 * The official JavaScript client, whose TCP connections are cut, against the mount of the conformance server that
 * recovers connections. The process that starts this one is the relay between the two; see RecoveryClientTests.
 *
 * Usage: node recovery-client.js <url of the relay> <polling|websocket|upgrade> [name of a check]
 */

const { assert, ask, check, collect, command, once, run, until } = require("./checks");

/** How long the server keeps sessions, and when it notices that a client is silent: its ping interval and timeout. */
const PATIENT = { path: "/socket.io-rp/", maxDisconnection: 5000, heartbeat: 1500 + 5000 };

/** The same of an endpoint that does not give clients much time. */
const HASTY = { path: "/socket.io-r/", maxDisconnection: 3000, heartbeat: 1500 + 1000 };

/** By how much a busy machine may be late. */
const LATE = 2000;

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** The client whose connections are cut, and one beside it that has the server send something. */
async function open(clients, { path } = PATIENT) {
  const [url, socket] = [await command("direct"), clients.create("/", {
    path,
    reconnection: true,
    reconnectionDelay: 50,
    reconnectionDelayMax: 50,
    randomizationFactor: 0,
  })];
  socket.news = collect(socket, "msg");
  await once(socket, "connect");
  if (clients.mode === "upgrade" && socket.io.engine.transport.name === "polling") {
    await once(socket.io.engine, "upgrade");
  }
  const sender = await clients.connect("/", { url, path });
  socket.sendNews = (value, target = { to: null }) => ask(sender, "emit-to", { ...target, args: [value] });
  return socket;
}

/** What has arrived, without the offsets. What is sent over one connection may arrive behind the answer to another. */
async function expectNews(socket, expected) {
  await until(() => socket.news.length >= expected.length, `${expected.length} events`);
  await ask(socket, "whoami");
  assert.deepEqual(socket.news.map(([value]) => value), expected);
}

async function lose(socket, how = "cut") {
  const gone = once(socket, "disconnect");
  await command(how);
  assert.match((await gone)[0], /^transport (close|error)$/);
}

async function comeBack(socket) {
  const back = once(socket, "connect");
  await command("restore");
  await back;
}

async function expectRecovered(socket, id) {
  assert.equal(socket.recovered, true);
  assert.equal(socket.id, id);
  const [self] = await ask(socket, "whoami");
  assert.deepEqual([self.id, self.recovered], [id, true]);
  return self;
}

check("gets what it has missed, once and in order", async (clients) => {
  const socket = await open(clients);
  const { id } = socket;
  assert.equal(socket.recovered, false);
  await ask(socket, "join", ["in"]);
  await ask(socket, "set-data", { user: "Ada" });
  await socket.sendNews("before");
  await expectNews(socket, ["before"]);
  await lose(socket);
  await socket.sendNews("to everybody");
  await socket.sendNews({ text: "é🚀" }, { to: "in" });
  await socket.sendNews("to others", { to: "out" });
  await socket.sendNews("volatile", { to: null, volatile: true });
  await socket.sendNews("to the socket", { to: id });
  await comeBack(socket);
  const self = await expectRecovered(socket, id);
  assert.deepEqual([self.rooms.sort(), self.data], [["in", id].sort(), { user: "Ada" }]);
  await socket.sendNews("after", { to: "in" });
  await expectNews(socket, ["before", "to everybody", { text: "é🚀" }, "to the socket", "after"]);
});

check("sends what it has buffered while it was away", async (clients) => {
  const socket = await open(clients);
  const { id } = socket;
  await lose(socket);
  const joined = ask(socket, "join", ["later"]);
  await comeBack(socket);
  await joined;
  const self = await expectRecovered(socket, id);
  assert.deepEqual(self.rooms.sort(), ["later", id].sort());
});

check("is recovered again after the time for its first loss is over", async (clients) => {
  const socket = await open(clients);
  const { id } = socket;
  await lose(socket);
  await socket.sendNews("one");
  await comeBack(socket);
  await expectRecovered(socket, id);
  await sleep(PATIENT.maxDisconnection + 300);
  await lose(socket);
  await socket.sendNews("two");
  await comeBack(socket);
  await expectRecovered(socket, id);
  await expectNews(socket, ["one", "two"]);
});

check("is recovered again after the server has noticed its first loss late", async (clients) => {
  const socket = await open(clients);
  const { id } = socket;
  await socket.sendNews("one");
  await lose(socket, "abandon");
  await comeBack(socket);
  await expectRecovered(socket, id);
  await socket.sendNews("two");
  await sleep(PATIENT.heartbeat + 500);
  await expectRecovered(socket, id);
  await lose(socket);
  await socket.sendNews("three");
  await comeBack(socket);
  await expectRecovered(socket, id);
  await expectNews(socket, ["one", "two", "three"]);
});

check("is recovered when nothing was ever emitted", async (clients) => {
  const socket = await open(clients);
  const { id } = socket;
  await lose(socket);
  await comeBack(socket);
  await expectRecovered(socket, id);
  await lose(socket);
  await socket.sendNews("first");
  await comeBack(socket);
  await expectRecovered(socket, id);
  await expectNews(socket, ["first"]);
});

check("never gets the same events twice", async (clients) => {
  const socket = await open(clients);
  const { id } = socket;
  await lose(socket);
  await socket.sendNews("one");
  await socket.sendNews("two");
  for (const more of [[], [], ["three"], []]) {
    for (const value of more) {
      await socket.sendNews(value);
    }
    await comeBack(socket);
    await expectRecovered(socket, id);
    await lose(socket);
  }
  await comeBack(socket);
  await expectRecovered(socket, id);
  await expectNews(socket, ["one", "two", "three"]);
});

check("starts anew after too long a time", async (clients) => {
  const socket = await open(clients, HASTY);
  const { id } = socket;
  await ask(socket, "join", ["in"]);
  await socket.sendNews("before");
  await expectNews(socket, ["before"]);
  await lose(socket);
  await socket.sendNews("missed");
  await sleep(HASTY.maxDisconnection + HASTY.heartbeat + LATE);
  await comeBack(socket);
  assert.equal(socket.recovered, false);
  assert.notEqual(socket.id, id);
  const [self] = await ask(socket, "whoami");
  assert.deepEqual([self.rooms, self.data, self.recovered], [[socket.id], {}, false]);
  await expectNews(socket, ["before"]);
});

check("starts anew after it has left on purpose", async (clients) => {
  const socket = await open(clients);
  const { id } = socket;
  await socket.sendNews("before");
  await expectNews(socket, ["before"]);
  // The server refuses another namespace of the same connection behind the good-bye. The connection ends with the last
  // socket that has not left, or was not refused: so one has to ask before.
  const connection = socket.io.engine;
  socket.io.socket("/unknown-before");
  socket.disconnect();
  const behind = socket.io.socket("/unknown-behind");
  assert.equal(socket.io.engine, connection);
  await once(behind, "connect_error");
  await socket.sendNews("missed");
  socket.connect();
  await once(socket, "connect");
  assert.equal(socket.recovered, false);
  assert.notEqual(socket.id, id);
  await expectNews(socket, ["before"]);
});

run(PATIENT.path);
