"use strict";

/*
 * A Node.js server that is a member of a cluster, with the feature commands of the conformance server in the main
 * namespace, so that clients cannot tell which of the two they speak to.
 *
 * Usage: node cluster-server.js <options as JSON>: kind (pubsub, pubsub-7, sharded, streams, mongo), redis (port) or
 * mongo (connection string) and collection, adapter (options of the adapter), recovery (options of connection state recovery).
 * Prints the port it listens on.
 */

const { createServer } = require("node:http");
const { Server } = require("socket.io");
const { createClient } = require("redis");

const options = JSON.parse(process.argv[2]);

async function connect() {
  const client = createClient({ url: `redis://127.0.0.1:${options.redis}`, socket: { reconnectStrategy: 100 } });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function createAdapter() {
  switch (options.kind) {
    case "pubsub":
      return require("@socket.io/redis-adapter").createAdapter(await connect(), await connect(), options.adapter);
    case "pubsub-7":
      return require("redis-adapter-v7").createAdapter(await connect(), await connect(), options.adapter);
    case "sharded":
      return require("@socket.io/redis-adapter").createShardedAdapter(await connect(), await connect(), options.adapter);
    case "streams":
      return require("@socket.io/redis-streams-adapter").createAdapter(await connect(), options.adapter);
    case "mongo": {
      // over several connections documents overtake each other
      const client = new (require("mongodb").MongoClient)(options.mongo, { maxPoolSize: 1 });
      const collection = (await client.connect()).db("sio").collection(options.collection);
      return require("@socket.io/mongo-adapter").createAdapter(collection, options.adapter);
    }
    default:
      throw new Error(`unknown kind: ${options.kind}`);
  }
}

/** The sockets a command is about. */
function target(io, socket, command) {
  let operator = command.from === "socket" ? socket.broadcast : io.except([]);
  for (const rooms of command.to ?? []) operator = operator.to(rooms);
  for (const rooms of command.except ?? []) operator = operator.except(rooms);
  if (command.volatile) operator = operator.volatile;
  if (command.local) operator = operator.local;
  if (command.compress !== undefined) operator = operator.compress(command.compress);
  if (command.timeout !== undefined) operator = operator.timeout(command.timeout);
  return operator;
}

const settled = (ack, key) => (error, responses) => ack({ error: error ? error.message : null, [key]: responses ?? [] });

function commands(io, socket, received) {
  socket.on("join", (rooms, ack) => {
    socket.join(rooms);
    ack();
  });
  socket.on("leave", (room, ack) => {
    socket.leave(room);
    ack();
  });
  socket.on("rooms", (ack) => ack([...socket.rooms]));
  socket.on("set-data", (value, ack) => {
    socket.data = value;
    ack();
  });
  socket.on("broadcast", (command, ack) => {
    target(io, socket, command).emit(command.event, ...(command.args ?? []));
    ack();
  });
  socket.on("broadcast-with-ack", (command, ack) => {
    target(io, socket, command).emit(command.event, ...(command.args ?? []), settled(ack, "responses"));
  });
  socket.on("fetch-sockets", async (command, ack) => {
    try {
      const sockets = await target(io, socket, command).fetchSockets();
      ack(sockets.map(({ id, rooms, data }) => ({ id, rooms: [...rooms], data })));
    } catch (e) {
      ack({ error: e.message });
    }
  });
  socket.on("sockets-join", (command, ack) => {
    target(io, socket, command).socketsJoin(command.rooms);
    ack();
  });
  socket.on("sockets-leave", (command, ack) => {
    target(io, socket, command).socketsLeave(command.rooms);
    ack();
  });
  socket.on("disconnect-sockets", (command, ack) => {
    ack();
    target(io, socket, command).disconnectSockets(command.close);
  });
  socket.on("server-side-emit", (command, ack) => {
    io.serverSideEmit(command.event, ...(command.args ?? []));
    ack();
  });
  socket.on("server-side-emit-with-ack", (command, ack) => {
    io.serverSideEmit(command.event, ...(command.args ?? []), settled(ack, "responses"));
  });
  socket.on("server-side-log", (ack) => ack(received.splice(0)));
  socket.on("handshakes", async (ack) => ack((await io.fetchSockets()).map(({ handshake }) => handshake)));
}

(async () => {
  const http = createServer();
  const io = new Server(http, {
    path: "/socket.io-x/",
    connectionStateRecovery: options.recovery,
    adapter: await createAdapter(),
  });
  const received = [];
  for (const name of ["sse", "sse-2", "ping-me"]) {
    io.on(name, (...args) => {
      const ack = typeof args.at(-1) === "function" ? args.pop() : undefined;
      received.push([name, ...args]);
      if (name === "ping-me" && ack) ack(`pong-${args[0]}`);
    });
  }
  io.on("connection", (socket) => commands(io, socket, received));
  io.of("/auth").on("connection", (socket) => {
    socket.on("join", (rooms, ack) => {
      socket.join(rooms);
      ack();
    });
    socket.on("broadcast", (command, ack) => {
      target(io.of("/auth"), socket, command).emit(command.event, ...(command.args ?? []));
      ack();
    });
  });
  http.listen(0, "127.0.0.1", () => console.log(http.address().port));
})();

// nobody is left to stop this server
process.stdin.on("end", () => process.exit()).resume();
