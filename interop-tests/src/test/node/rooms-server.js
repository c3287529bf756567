"use strict";

/*
 * What the Spring Boot application "RoomsApplication" does, written with the official server: the checks of
 * rooms-client.js must pass with both.
 *
 * Usage: node rooms-server.js [port]
 * With the environment variable PARSER=socket.io-msgpack-parser it expects clients to use that parser.
 * The first line of the output is the base URL.
 */

const http = require("node:http");
const { Server } = require("socket.io");

const httpServer = http.createServer();
const io = new Server(httpServer, {
  allowEIO3: true,
  ...(process.env.PARSER && { parser: require(process.env.PARSER) }),
});

const acknowledged = (listener) => async (...args) => {
  const ack = typeof args.at(-1) === "function" ? args.pop() : () => {};
  ack(...(await listener(...args)));
};

function listen(socket, listeners) {
  for (const [event, listener] of Object.entries(listeners)) {
    socket.on(event, acknowledged(listener));
  }
}

function roomListeners(nsp, socket) {
  return {
    join: (rooms) => (socket.join(rooms), []),
    leave: (room) => (socket.leave(room), []),
    rooms: () => [[...socket.rooms]],
    members: async (room) => [(await nsp.in(room).fetchSockets()).map((it) => it.id)],
    to: (rooms, event, payload) => (socket.to(rooms).emit(event, payload), []),
    in: (rooms, event, payload) => (nsp.in(rooms).emit(event, payload), []),
    except: (rooms, event, payload) => (nsp.except(rooms).emit(event, payload), []),
    broadcast: (event, payload) => (socket.broadcast.emit(event, payload), []),
    emitter: (name, rooms, event, payload) => (io.of(name).to(rooms).emit(event, payload), []),
    kick: (room, close) => (nsp.in(room).disconnectSockets(close), []),
  };
}

function valueListeners(socket) {
  const recorded = [];
  return {
    greet: (person) => [{ text: `Hello ${person.name}`, tags: person.tags.map((tag) => tag.toUpperCase()) }],
    add: (a, b) => [a + b],
    several: () => [1, "two", [3]],
    later: async (value) => [value],
    list: () => [["a", "b"]],
    reverse: (data) => [Buffer.from(data).reverse()],
    fail: () => [{ error: { status: 500, code: "internal", message: "Internal error", details: [] } }],
    record: (value) => (recorded.push(value), []),
    recorded: () => [recorded],
    burst: (count) => {
      for (let i = 0; i < count; i++) {
        socket.emit("item", i % 100 === 0 ? Buffer.from(String(i)) : i);
      }
      return [];
    },
    "ask-me": async (timeout, question) => {
      const reply = new Promise((resolve) => {
        socket.timeout(timeout).emit("question", question, (error, ...args) => resolve(error ? ["timeout"] : args));
      });
      return reply;
    },
    "ask-room": (room, timeout, question) =>
      new Promise((resolve) => {
        socket.nsp
          .in(room)
          .timeout(timeout)
          .emit("question", question, (error, responses) => resolve([error !== null, responses]));
      }),
    "close-transport": () => (socket.conn.close(), []),
    "disconnect-me": (close) => (socket.disconnect(close), []),
  };
}

io.of("/private").use((socket, next) => {
  if (socket.handshake.auth.token === "secret") {
    next();
  } else {
    const error = new Error("not authorized");
    error.data = { reason: "token" };
    next(error);
  }
});

for (const name of ["/", "/chat", "/private"]) {
  const nsp = io.of(name);
  nsp.on("connection", (socket) => {
    socket.emit("welcome", socket.id, socket.handshake.auth);
    listen(socket, roomListeners(nsp, socket));
    if (name === "/") {
      listen(socket, valueListeners(socket));
    }
    socket.on("disconnect", (reason) => nsp.in("observers").emit("left", socket.id, reason));
  });
}

httpServer.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${httpServer.address().port}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.exit(0));
}
