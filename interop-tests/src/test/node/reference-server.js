"use strict";

/*
 * The mount points of the conformance application, served by the official Node.js packages. The suites are run
 * against this server first: a test that fails here is wrong, unless it is tagged "stricter-than-node".
 *
 * Usage: node reference-server.js [port]
 * The first line of the output is the base URL to use as the system property "socketio.interop.url". Where the two
 * servers differ, tests expect the behaviour of this one if "socketio.interop.reference" is "true".
 */

const http = require("node:http");
const engine = require("engine.io");
const { Server } = require("socket.io");
const msgpackParser = require("socket.io-msgpack-parser");
const { denyOnRequest, installFeatures, installRecovery } = require("./feature-commands.js");

const FAST_HEARTBEAT = { pingInterval: 300, pingTimeout: 200 };

const SLOW_HEARTBEAT = { pingInterval: 1000, pingTimeout: 1000 };

const MEDIUM_HEARTBEAT = { pingInterval: 1500, pingTimeout: 1000 };

/** Pings soon, but gives clients time to answer. */
const PATIENT_HEARTBEAT = { pingInterval: 300, pingTimeout: 4000 };

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

/** The same for clients of version 2, and a namespace that refuses everybody. */
function attachLegacySocketIo(httpServer, path, options) {
  const io = attachSocketIo(httpServer, path, options);
  io.of("/denied").use((socket, next) => {
    const error = new Error("not authorized");
    if ("details" in socket.handshake.auth) {
      error.data = { content: "Please retry later" };
    }
    next(error);
  });
  return io;
}

function attachFeatures(httpServer, path, options) {
  installFeatures(new Server(httpServer, { path, ...options }));
}

function attachRecovery(httpServer, path, options) {
  installRecovery(new Server(httpServer, { path, ...options }));
}

/** One entry per mount point; a new one only needs a line here and, if it behaves differently, a function above. */
const MOUNTS = {
  M1: { path: "/engine.io/", attach: attachEcho, options: { ...FAST_HEARTBEAT, ...LIMITS, ...ANY_ORIGIN } },
  M2: {
    path: "/engine.io-v3/",
    attach: attachEcho,
    options: { ...FAST_HEARTBEAT, ...LIMITS, ...ANY_ORIGIN, allowEIO3: true },
  },
  M3: {
    path: "/socket.io/",
    attach: attachSocketIo,
    options: { ...FAST_HEARTBEAT, ...LIMITS, ...ANY_ORIGIN, connectTimeout: 1000 },
  },
  M4: {
    path: "/socket.io-v3/",
    attach: attachLegacySocketIo,
    options: { ...SLOW_HEARTBEAT, ...ANY_ORIGIN, connectTimeout: 1000, allowEIO3: true },
  },
  M5: {
    path: "/socket.io-x/",
    attach: attachFeatures,
    options: {
      ...MEDIUM_HEARTBEAT,
      connectTimeout: 1000,
      upgradeTimeout: 1000,
      cleanupEmptyChildNamespaces: true,
      cookie: true,
      cors: { origin: ["http://allowed.example"], methods: "GET,POST", credentials: true },
      allowRequest: denyOnRequest,
    },
  },
  M6: {
    path: "/socket.io-r/",
    attach: attachRecovery,
    options: { ...MEDIUM_HEARTBEAT, connectionStateRecovery: { maxDisconnectionDuration: 3000 } },
  },
  M7: {
    path: "/engine.io-z/",
    attach: attachEcho,
    options: {
      pingInterval: 5000,
      pingTimeout: 5000,
      maxHttpBufferSize: 1e5,
      allowUpgrades: false,
      perMessageDeflate: { threshold: 1024 },
    },
  },
  M8: {
    path: "/socket.io-m/",
    attach: attachSocketIo,
    options: { ...SLOW_HEARTBEAT, connectTimeout: 1000, parser: msgpackParser },
  },
  M9: { path: "/socket.io-l/", attach: attachSocketIo, options: { maxHttpBufferSize: 1e6 } },
  patientEngine: {
    path: "/engine.io-p/",
    attach: attachEcho,
    options: { ...PATIENT_HEARTBEAT, ...LIMITS, ...ANY_ORIGIN, allowEIO3: true },
  },
  quietEngine: { path: "/engine.io-l/", attach: attachEcho, options: { ...LIMITS, ...ANY_ORIGIN, allowEIO3: true } },
  patientSocket: {
    path: "/socket.io-p/",
    attach: attachSocketIo,
    options: { ...PATIENT_HEARTBEAT, ...LIMITS, ...ANY_ORIGIN, connectTimeout: 3000 },
  },
  quietLegacySocket: {
    path: "/socket.io-v3l/",
    attach: attachLegacySocketIo,
    options: { ...ANY_ORIGIN, allowEIO3: true },
  },
  quietMessagePack: { path: "/socket.io-ml/", attach: attachSocketIo, options: { parser: msgpackParser } },
  patientRecovery: {
    path: "/socket.io-rp/",
    attach: attachRecovery,
    options: {
      pingInterval: 1500,
      pingTimeout: 5000,
      connectionStateRecovery: { maxDisconnectionDuration: 5000 },
    },
  },
};

const httpServer = http.createServer((request, response) => {
  if (request.url === "/other") {
    response.writeHead(200, { "content-type": "text/plain" }).end("other");
    return;
  }
  response.writeHead(404).end();
});

// Every mount point adds its listeners
httpServer.setMaxListeners(0);

for (const mount of Object.values(MOUNTS)) {
  mount.attach(httpServer, mount.path, mount.options);
}

httpServer.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${httpServer.address().port}`);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.exit(0));
}
