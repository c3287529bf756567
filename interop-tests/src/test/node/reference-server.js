"use strict";

/*
 * The mount points of the conformance application, served by the official Node.js packages. The suites are run
 * against this server first: a test that fails here is wrong, unless it is tagged "stricter-than-node".
 *
 * Usage: node reference-server.js [port]
 * The first line of the output is the base URL to use as the system property "socketio.interop.url".
 */

const http = require("node:http");
const engine = require("engine.io");
const { Server } = require("socket.io");

const FAST_HEARTBEAT = { pingInterval: 300, pingTimeout: 200 };

const LIMITS = { maxHttpBufferSize: 1e6, upgradeTimeout: 10000 };

const ANY_ORIGIN = { cors: { origin: "*" } };

/** Sends every message back, unchanged. */
function attachEcho(httpServer, path, options) {
  const server = engine.attach(httpServer, { path, ...options });
  server.on("connection", (socket) => {
    socket.on("message", (data) => socket.send(data));
  });
  return server;
}

/** Socket.IO with the namespaces that the official protocol suite relies on. */
function attachSocketIo(httpServer, path, options) {
  const io = new Server(httpServer, { path, ...options });
  io.on("connection", (socket) => {
    socket.emit("auth", socket.handshake.auth);
    socket.on("message", (...args) => socket.emit("message-back", ...args));
    socket.on("message-with-ack", (...args) => {
      const ack = args.pop();
      ack(...args);
    });
  });
  io.of("/custom").on("connection", (socket) => {
    socket.emit("auth", socket.handshake.auth);
  });
  return io;
}

/** One entry per mount point; a new one only needs a line here and, if it behaves differently, a function above. */
const MOUNTS = {
  M1: { path: "/engine.io/", attach: attachEcho, options: { ...FAST_HEARTBEAT, ...LIMITS, ...ANY_ORIGIN } },
  M3: {
    path: "/socket.io/",
    attach: attachSocketIo,
    options: { ...FAST_HEARTBEAT, ...LIMITS, ...ANY_ORIGIN, connectTimeout: 1000 },
  },
  M9: { path: "/socket.io-l/", attach: attachSocketIo, options: { maxHttpBufferSize: 1e6 } },
};

const httpServer = http.createServer((request, response) => {
  if (request.url === "/other") {
    response.writeHead(200, { "content-type": "text/plain" }).end("other");
    return;
  }
  response.writeHead(404).end();
});

for (const mount of Object.values(MOUNTS)) {
  mount.attach(httpServer, mount.path, mount.options);
}

httpServer.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${httpServer.address().port}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.exit(0));
}
