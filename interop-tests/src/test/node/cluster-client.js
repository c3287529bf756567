"use strict";

/*
 * Clients of several servers that are one cluster. Every command is given to each of the servers in turn, and all
 * clients have to see the same.
 *
 * Usage: node cluster-client.js <URLs, separated by commas> websocket [name of a check]
 */

const { io } = require("socket.io-client");
const { assert, ask, check, collect, command, eventually, once, run, unique, within } = require("./checks");

const URLS = process.argv[2].split(",");

/** What the mode cannot do, as Node.js does. */
const KIND = process.env.KIND;

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** How long servers wait for answers that come, and for those that do not, in milliseconds. */
const [PATIENT, FAIR] = [15_000, 4000];

/** Two clients of each server, with what they receive. */
async function open(clients, namespace, auth) {
  const sockets = await Promise.all(
    URLS.flatMap((url) => [url, url]).map((url) => clients.connect(namespace, { url, auth })),
  );
  return sockets.map((socket, i) => Object.assign(socket, { server: i >> 1, news: collect(socket, "news") }));
}

/** The only clients of the main namespace: servers may notice later that those of the check before have gone. */
async function members(clients) {
  const sockets = await open(clients, "/");
  await fromEach(sockets, (sender, server) =>
    eventually(async () => {
      const [found] = await ask(sender, "fetch-sockets", { from: "io", local: true });
      const expected = sockets.filter((socket) => socket.server === server);
      assert.deepEqual(found.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort());
    }),
  );
  await acquaint(sockets);
  return sockets;
}

/**
 * Waits until some of the clients hear from every server, in a room if there is one: servers learn of each other, and
 * in some modes of rooms, later than clients do.
 */
async function acquaint(sockets, receivers = sockets, room = []) {
  const probes = URLS.map(() => unique("probe"));
  const missing = probes.map(() => new Set(receivers));
  probes.forEach((probe, server) =>
    receivers.forEach((socket) => socket.once(probe, () => missing[server].delete(socket))),
  );
  await eventually(async () => {
    await fromEach(sockets, async (sender, server) => {
      if (missing[server].size > 0) {
        await ask(sender, "broadcast", { from: "io", to: room, event: probes[server] });
      }
    });
    await sleep(5);
    assert.deepEqual(missing.map((sockets) => sockets.size), probes.map(() => 0));
  });
}

/** Waits until everybody has what was sent before, and nobody more: messages of one server arrive in order. */
async function settle(sockets) {
  for (const url of new Set(sockets.map((socket) => socket.server))) {
    const marker = unique("marker");
    const seen = sockets.map((socket) => within(new Promise((resolve) => socket.once(marker, resolve)), marker));
    const sender = sockets.find((socket) => socket.server === url);
    await ask(sender, "broadcast", { from: "io", event: marker });
    await Promise.all(seen);
  }
}

/** What all have received, since the last call. */
function drain(sockets) {
  return sockets.map((socket) => socket.news.splice(0));
}

async function fromEach(sockets, run) {
  for (let server = 0; server < URLS.length; server++) {
    await run(sockets.find((socket) => socket.server === server), server);
  }
}

const VALUES = ["é日本😀", 1, -1.5, 1e15, true, null, { a: [{ b: "c" }], d: null }, []];

check("everybody gets a broadcast once", async (clients) => {
  const sockets = await members(clients);
  await fromEach(sockets, async (sender, server) => {
    await ask(sender, "broadcast", { from: "io", event: "news", args: [server, ...VALUES] });
    await settle(sockets);
    assert.deepEqual(drain(sockets), sockets.map(() => [[server, ...VALUES]]));
  });
});

check("a sender is left out", async (clients) => {
  const sockets = await members(clients);
  await fromEach(sockets, async (sender, server) => {
    await ask(sender, "broadcast", { from: "socket", event: "news", args: [server] });
    await settle(sockets);
    assert.deepEqual(drain(sockets), sockets.map((socket) => (socket === sender ? [] : [[server]])));
  });
});

check("bytes stay bytes", async (clients) => {
  const sockets = await members(clients);
  const bytes = Buffer.from([0, 1, 127, 128, 255]);
  await fromEach(sockets, async (sender) => {
    await ask(sender, "broadcast", { from: "io", event: "news", args: [bytes, { deep: [bytes, "text"] }] });
    await settle(sockets);
    for (const [news] of drain(sockets)) {
      assert.deepEqual(news.map((it) => (Buffer.isBuffer(it) ? it : { deep: it.deep })), [bytes, { deep: [bytes, "text"] }]);
    }
  });
});

for (const room of ["room", "salon-é-日本-😀", "a#b", "abcdefghijklmnopqrst", "*", "[x]"]) {
  check(`only a room gets a broadcast: ${room}`, async (clients) => {
    const sockets = await members(clients);
    const name = room === "abcdefghijklmnopqrst" ? room : unique(room);
    const inside = (socket) => sockets.indexOf(socket) % 2 === 0;
    await Promise.all(sockets.filter(inside).map((socket) => ask(socket, "join", [name])));
    await acquaint(sockets, sockets.filter(inside), [name]);
    await fromEach(sockets, async (sender, server) => {
      await ask(sender, "broadcast", { from: "io", to: [name], event: "news", args: [server] });
      await settle(sockets);
      assert.deepEqual(drain(sockets), sockets.map((socket) => (inside(socket) ? [[server]] : [])));
    });
  });
}

check("who is in two rooms gets a broadcast once", async (clients) => {
  const sockets = await members(clients);
  const [a, b] = [unique("a"), unique("b")];
  await Promise.all(sockets.map((socket) => ask(socket, "join", [a, b])));
  await fromEach(sockets, async (sender, server) => {
    await ask(sender, "broadcast", { from: "io", to: [a, b], event: "news", args: [server] });
    await settle(sockets);
    assert.deepEqual(drain(sockets), sockets.map(() => [[server]]));
  });
});

check("exceptions hold on all servers", async (clients) => {
  const sockets = await members(clients);
  const room = unique("room");
  await Promise.all(sockets.filter((_, i) => i % 2).map((socket) => ask(socket, "join", [room])));
  await fromEach(sockets, async (sender, server) => {
    await ask(sender, "broadcast", { from: "io", except: [room], event: "news", args: [server] });
    await ask(sender, "broadcast", { from: "io", except: [sockets.at(-2).id, sockets[0].id], event: "news", args: ["ids"] });
    await settle(sockets);
    assert.deepEqual(
      drain(sockets),
      sockets.map((socket, i) => [
        ...(i % 2 ? [] : [[server]]),
        ...(i === 0 || i === sockets.length - 2 ? [] : [["ids"]]),
      ]),
    );
  });
});

check("one client of another server is reached by its id", async (clients) => {
  const sockets = await members(clients);
  await Promise.all(sockets.map((socket) => acquaint(sockets, [socket], [socket.id])));
  await fromEach(sockets, async (sender, server) => {
    for (const socket of sockets) {
      await ask(sender, "broadcast", { from: "io", to: [socket.id], event: "news", args: [server] });
    }
    await settle(sockets);
    assert.deepEqual(drain(sockets), sockets.map(() => [[server]]));
  });
});

check("a local broadcast stays", async (clients) => {
  const sockets = await members(clients);
  await fromEach(sockets, async (sender, server) => {
    await ask(sender, "broadcast", { from: "io", local: true, event: "news", args: [server] });
    await settle(sockets);
    assert.deepEqual(drain(sockets), sockets.map((socket) => (socket.server === server ? [[server]] : [])));
  });
});

check("flags reach the other servers", async (clients) => {
  const sockets = await members(clients);
  await fromEach(sockets, async (sender, server) => {
    // clients that are just being sent something else do not get volatile events
    await eventually(async () => {
      await ask(sender, "broadcast", { from: "io", volatile: true, compress: false, event: "news", args: [server] });
      await sleep(20);
      assert.ok(sockets.every(({ news }) => news.length > 0));
    });
    await settle(sockets);
    drain(sockets).forEach((news) => assert.deepEqual(news[0], [server]));
  });
});

check("namespaces are kept apart", async (clients) => {
  const main = await members(clients);
  const others = await open(clients, "/auth", { token: "valid" });
  await fromEach(main, async (sender, server) => {
    await ask(sender, "broadcast", { from: "io", event: "news", args: [server] });
    await settle(main);
    // servers refuse a further namespace behind what they have sent
    await Promise.all(others.map((socket) => once(socket.io.socket(unique("/nowhere")), "connect_error")));
    assert.deepEqual(drain(main), main.map(() => [[server]]));
    assert.deepEqual(drain(others), others.map(() => []));
  });
});

check("acknowledgements of all servers are collected", async (clients) => {
  const sockets = await members(clients);
  sockets.forEach((socket, i) => socket.on("question", (value, ack) => ack(`${i}:${value}`)));
  await fromEach(sockets, async (sender) => {
    const [{ error, responses }] = await ask(sender, "broadcast-with-ack", {
      from: "io", event: "question", args: ["q"], timeout: PATIENT,
    });
    assert.equal(error, null);
    assert.deepEqual(responses.sort(), sockets.map((_, i) => `${i}:q`).sort());
  });
});

check("acknowledgements hold bytes, nothing or more than one value", async (clients) => {
  const sockets = await members(clients);
  const bytes = Buffer.from([1, 2, 255]);
  const room = unique("room");
  sockets.forEach((socket) => socket.on("question", (value, ack) => ({ bytes: () => ack({ bytes }), nothing: () => ack(), nil: () => ack(null), two: () => ack("a", "b") })[value]()));
  await Promise.all([0, 2].filter((i) => sockets[i]).map((i) => ask(sockets[i], "join", [room])));
  await fromEach(sockets, async (sender) => {
    for (const [value, expected] of [["bytes", { bytes }], ["nothing", null], ["nil", null], ["two", "a"]]) {
      const [{ error, responses }] = await ask(sender, "broadcast-with-ack", {
        from: "io", to: [room], event: "question", args: [value], timeout: PATIENT,
      });
      assert.equal(error, null);
      assert.deepEqual(responses, [0, 2].map(() => expected));
    }
  });
});

check("acknowledgements that came in time are kept", async (clients) => {
  const sockets = await members(clients);
  sockets.forEach((socket, i) => socket.on("question", (ack) => i !== 1 && i !== 2 && ack(i)));
  await Promise.all(URLS.map(async (_, server) => {
    const sender = sockets.find((socket) => socket.server === server);
    const [{ error, responses }] = await ask(sender, "broadcast-with-ack", { from: "io", event: "question", timeout: FAIR });
    assert.equal(error, "operation has timed out");
    assert.deepEqual(responses.sort(), sockets.map((_, i) => i).filter((i) => i !== 1 && i !== 2));
  }));
});

check("nobody has to be there to answer", async (clients) => {
  const sockets = await members(clients);
  await fromEach(sockets, async (sender) => {
    const [result] = await ask(sender, "broadcast-with-ack", {
      from: "io", to: [unique("nobody")], event: "question", timeout: PATIENT,
    });
    assert.deepEqual(result, { error: null, responses: [] });
  });
});

check("sockets of all servers are found", async (clients) => {
  const sockets = await members(clients);
  const room = unique("room-é");
  await Promise.all(sockets.map((socket, i) => ask(socket, "set-data", { i, nested: { n: null, s: "é" } })));
  await Promise.all(sockets.filter((_, i) => i % 2).map((socket) => ask(socket, "join", [room])));
  await fromEach(sockets, async (sender) => {
    const [found] = await ask(sender, "fetch-sockets", { from: "io", to: [room], except: [sockets.at(-1).id] });
    const expected = sockets.filter((socket, i) => i % 2 && socket !== sockets.at(-1));
    assert.deepEqual(found.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort());
    for (const { id, rooms, data } of found) {
      assert.deepEqual(rooms.sort(), [id, room].sort());
      assert.deepEqual(data, { i: sockets.findIndex((socket) => socket.id === id), nested: { n: null, s: "é" } });
    }
    const [local] = await ask(sender, "fetch-sockets", { from: "io", local: true });
    assert.deepEqual(local.map(({ id }) => id).sort(), sockets.filter(({ server }) => server === sender.server).map(({ id }) => id).sort());
    assert.deepEqual(await ask(sender, "fetch-sockets", { from: "io", to: [unique("nobody")] }), [[]]);
  });
});

check("sockets of all servers join and leave", async (clients) => {
  const sockets = await members(clients);
  await fromEach(sockets, async (sender) => {
    const [a, b] = [unique("joined"), unique("joined-too")];
    await ask(sender, "sockets-join", { from: "io", except: [sockets[0].id], rooms: [a, b] });
    await eventually(async () => {
      for (const socket of sockets) {
        const [rooms] = await ask(socket, "rooms");
        assert.equal(rooms.includes(a) && rooms.includes(b), socket !== sockets[0]);
      }
    });
    await acquaint(sockets, sockets.slice(1), [a]);
    await ask(sender, "broadcast", { from: "io", to: [a], event: "news", args: ["joined"] });
    await settle(sockets);
    assert.deepEqual(drain(sockets), sockets.map((socket, i) => (i ? [["joined"]] : [])));
    await ask(sender, "sockets-leave", { from: "io", to: [sockets.at(-1).id], rooms: [a] });
    await eventually(async () => {
      const [rooms] = await ask(sockets.at(-1), "rooms");
      assert.deepEqual([rooms.includes(a), rooms.includes(b)], [false, true]);
    });
  });
});

check("sockets of all servers are disconnected", async (clients) => {
  for (let server = 0; server < URLS.length; server++) {
    for (const close of [false, true]) {
      const sockets = await members(clients);
      const sender = sockets.find((socket) => socket.server === server);
      const gone = sockets.filter((socket) => socket !== sender).map((socket) => once(socket, "disconnect"));
      await ask(sender, "disconnect-sockets", { from: "io", except: [sender.id], close });
      for (const [reason] of await Promise.all(gone)) {
        assert.equal(reason, "io server disconnect");
      }
      assert.equal(sender.connected, true);
      sender.disconnect();
    }
  }
});

check("servers tell each other", async (clients) => {
  const sockets = await members(clients);
  await Promise.all(sockets.map((socket) => ask(socket, "server-side-log")));
  await fromEach(sockets, async (sender, server) => {
    const args = [server, "é", { a: [true, null] }];
    await ask(sender, "server-side-emit", { event: "sse", args });
    await ask(sender, "server-side-emit", { event: "unknown", args });
    await settle(sockets);
    const logs = URLS.map(() => []);
    await eventually(async () => {
      await fromEach(sockets, async (socket, i) => logs[i].push(...(await ask(socket, "server-side-log"))[0]));
      assert.deepEqual(logs, logs.map((_, i) => (i === server ? [] : [["sse", ...args]])));
    });
  });
});

check("servers answer each other", async (clients) => {
  const sockets = await members(clients);
  await fromEach(sockets, async (sender) => {
    const [result] = await ask(sender, "server-side-emit-with-ack", { event: "ping-me", args: ["x"] });
    assert.deepEqual(result, { error: null, responses: URLS.slice(1).map(() => "pong-x") });
  });
});

check("a server that does not answer is noticed", async (clients) => {
  const sockets = await members(clients);
  const others = URLS.length - 1;
  await Promise.all(URLS.map(async (_, server) => {
    const sender = sockets.find((socket) => socket.server === server);
    const [result] = await ask(sender, "server-side-emit-with-ack", { event: "sse", args: ["x"] });
    assert.deepEqual(result, { error: `timeout reached: only 0 responses received out of ${others}`, responses: [] });
  }));
  await Promise.all(sockets.map((socket) => ask(socket, "server-side-log")));
});

check("the order of a sender is kept", async (clients) => {
  const sockets = await members(clients);
  await fromEach(sockets, async (sender) => {
    for (let i = 0; i < 200; i++) {
      sender.emit("broadcast", { from: "io", event: "news", args: [i] }, () => {});
    }
    await settle(sockets);
    for (const news of drain(sockets)) {
      assert.deepEqual(news.map(([i]) => i), Array.from({ length: 200 }, (_, i) => i));
    }
  });
});

/** What emitters do; the emitter of this library is in the process that started this one. */
async function emits(sockets, emit) {
  const room = unique("room-é");
  await Promise.all(sockets.filter((_, i) => i % 2).map((socket) => ask(socket, "join", [room])));
  await Promise.all(sockets.map((socket) => ask(socket, "server-side-log")));
  await acquaint(sockets, sockets.filter((_, i) => i % 2), [room]);
  await emit({ call: "emit", args: ["news", "all", { é: [1, null] }] });
  await emit({ call: "emit", to: [room], args: ["news", "room"] });
  await emit({ call: "emit", except: [room], args: ["news", "except"] });
  await eventually(() =>
    assert.deepEqual(
      sockets.map(({ news }) => news.map(([first]) => first)),
      sockets.map((_, i) => ["all", i % 2 ? "room" : "except"]),
    ),
  );
  await emit({ call: "socketsJoin", to: [room], args: [`${room}-2`] });
  await eventually(async () => assert.ok((await ask(sockets.at(-1), "rooms"))[0].includes(`${room}-2`)));
  await emit({ call: "socketsLeave", to: [room], args: [`${room}-2`] });
  await eventually(async () => assert.ok(!(await ask(sockets.at(-1), "rooms"))[0].includes(`${room}-2`)));
  await emit({ call: "serverSideEmit", args: ["sse", "from emitter"] });
  for (let server = 0; server < URLS.length; server++) {
    const log = [];
    await eventually(async () => {
      log.push(...(await ask(sockets[2 * server], "server-side-log"))[0]);
      assert.deepEqual(log, [["sse", "from emitter"]]);
    });
  }
  const gone = sockets.filter((_, i) => i % 2).map((socket) => once(socket, "disconnect"));
  await emit({ call: "disconnectSockets", to: [room], args: [] });
  assert.deepEqual((await Promise.all(gone)).map(([reason]) => reason), gone.map(() => "io server disconnect"));
}

check("the emitter of this library reaches all servers", async (clients) => {
  const sockets = await members(clients);
  await emits(sockets, (what) => command(JSON.stringify(what)));
});

if (KIND.startsWith("pubsub")) {
  check("the emitter of Node.js reaches all servers", async (clients) => {
    const { createClient } = require("redis");
    const { Emitter } = require("@socket.io/redis-emitter");
    const redis = createClient({ url: `redis://127.0.0.1:${process.env.REDIS}` });
    await redis.connect();
    try {
      const emitter = new Emitter(redis, JSON.parse(process.env.ADAPTER));
      await emits(await members(clients), ({ call, to = [], except = [], args }) =>
        emitter.to(to).except(except)[call]
          ? emitter.to(to).except(except)[call](...args)
          : emitter[call](...args));
    } finally {
      await redis.quit();
    }
  });
}

if (KIND === "mongo") {
  check("the emitter of Node.js reaches all servers", async (clients) => {
    const { MongoClient } = require("mongodb");
    const { Emitter } = require("@socket.io/mongo-emitter");
    // over several connections documents overtake each other
    const mongo = new MongoClient(process.env.MONGO, { maxPoolSize: 1 });
    await mongo.connect();
    try {
      const emitter = new Emitter(mongo.db("sio").collection(process.env.COLLECTION), "/", JSON.parse(process.env.ADAPTER));
      await emits(await members(clients), ({ call, to = [], except = [], args }) =>
        emitter.to(to).except(except)[call]
          ? emitter.to(to).except(except)[call](...args)
          : emitter[call](...args));
    } finally {
      await mongo.close();
    }
  });
}

run("/socket.io-x/", { library: io });
