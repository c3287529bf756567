"use strict";

/*
 * What the conformance application offers to clients that want to see each feature of the server, written with the
 * official packages: the commands of the main namespace, the other namespaces, and those of the endpoint with recovery.
 */

/** Calls a listener and acknowledges with what it returns, if anything. */
function acknowledged(listener) {
  return async (...args) => {
    const ack = typeof args.at(-1) === "function" ? args.pop() : () => {};
    const result = await listener(...args);
    result === undefined ? ack() : ack(result);
  };
}

function listen(socket, listeners) {
  for (const [event, listener] of Object.entries(listeners)) {
    socket.on(event, acknowledged(listener));
  }
}

/** The operator that a command describes. */
function operator(io, socket, { from, to = [], except = [], volatile, local, compress, timeout }) {
  let target = from === "socket" ? socket.broadcast : io;
  to.forEach((rooms) => (target = target.to(rooms)));
  except.forEach((rooms) => (target = target.except(rooms)));
  target = volatile ? target.volatile : target;
  target = local ? target.local : target;
  target = compress === undefined ? target : target.compress(compress);
  return timeout === undefined ? target : target.timeout(timeout);
}

/** Records what the adapter tells about rooms with a certain prefix. */
function recordRooms(nsp) {
  const log = [];
  for (const name of ["create-room", "join-room", "leave-room", "delete-room"]) {
    nsp.adapter.on(name, (room, ...id) => {
      if (room.startsWith("log:")) {
        log.push([name, room, ...id]);
      }
    });
  }
  return log;
}

function broadcasts(io, socket) {
  const target = (command) => operator(io, socket, command);
  listen(socket, {
    broadcast: (command) => {
      target(command).emit(command.event, ...command.args);
    },
    "broadcast-with-ack": (command) =>
      new Promise((resolve) => {
        target(command).emit(command.event, ...command.args, (e, responses) =>
          resolve({ error: e ? e.message : null, responses }),
        );
      }),
    "emit-with-ack": ({ event, args, timeout }) =>
      new Promise((resolve) => {
        if (timeout === undefined) {
          socket.emit(event, ...args, (...response) => resolve({ error: null, response }));
        } else {
          socket.timeout(timeout).emit(event, ...args, (e, ...response) =>
            resolve({ error: e ? e.message : null, response }),
          );
        }
      }),
    "fetch-sockets": async (command) =>
      (await target(command).fetchSockets()).map(({ id, rooms, data }) => ({ id, rooms: [...rooms], data })),
    "sockets-join": (command) => target(command).socketsJoin(command.rooms),
    "sockets-leave": (command) => target(command).socketsLeave(command.rooms),
  });
  socket.on("disconnect-sockets", (command, ack) => {
    ack();
    target(command).disconnectSockets(command.close);
  });
}

function watchEvents(socket) {
  const seen = { incoming: [], outgoing: [] };
  const record = (names) => (name) => names.includes(name) || names.push(name);
  socket.onAny(record(seen.incoming));
  socket.onAnyOutgoing(record(seen.outgoing));
  socket.use(([event], next) => next(event === "forbidden" ? new Error("forbidden event") : undefined));
  socket.on("error", (e) => socket.emit("error-back", e.message));
  return seen;
}

function mainNamespace(io) {
  const log = recordRooms(io.of("/"));
  io.on("connection", (socket) => {
    const seen = watchEvents(socket);
    broadcasts(io, socket);
    listen(socket, {
      join: (rooms) => socket.join(rooms),
      leave: (room) => socket.leave(room),
      rooms: () => [...socket.rooms],
      "set-data": (value) => {
        socket.data = value;
      },
      handshake: () => socket.handshake,
      transport: () => socket.conn.transport.name,
      "catch-all": () => seen,
      "adapter-log": () => log.splice(0),
      namespaces: () => [...io._nsps.keys()],
      reserved: (name) => {
        try {
          socket.emit(name);
          return null;
        } catch (e) {
          return e.message;
        }
      },
    });
    socket.on("disconnect-me", (close) => socket.disconnect(close));
    socket.on("ack-twice", (ack) => {
      ack(1);
      ack(2);
    });
    socket.on("burst", (n) => {
      for (let i = 0; i < n; i++) {
        socket.emit("burst-item", i);
      }
    });
    socket.on("volatile-burst", (n) => {
      for (let i = 0; i < n; i++) {
        socket.volatile.emit("burst-item", i);
      }
    });
  });
}

/** Tells a namespace about every socket that leaves another one. */
function observe(nsp, observer) {
  nsp.on("connection", (socket) => {
    let rooms = [];
    socket.on("disconnecting", () => {
      rooms = [...socket.rooms];
    });
    socket.on("disconnect", (reason) => {
      observer.emit("disconnected", {
        nsp: socket.nsp.name,
        id: socket.id,
        reason,
        rooms,
        left: socket.rooms.size === 0,
      });
    });
  });
}

function otherNamespaces(io) {
  const observer = io.of("/observer");
  const auth = io.of("/auth");
  auth.use((socket, next) => {
    const e = new Error("not authorized");
    e.data = { content: "Please retry later" };
    next(socket.handshake.auth.token === "valid" ? undefined : e);
  });
  auth.on("connection", (socket) => socket.emit("welcome", socket.handshake.auth));
  const slow = io.of("/slow");
  slow.use((socket, next) => setTimeout(next, 300));
  const numbered = io.of(/^\/dyn-\d+$/);
  numbered.on("connection", (socket) => {
    socket.emit("nsp", socket.nsp.name);
    socket.on("parent-emit", (ack) => {
      numbered.emit("from-parent");
      ack();
    });
  });
  io.of((name, credentials, next) => next(null, name.startsWith("/fn-") && credentials.ok === true)).on(
    "connection",
    (socket) => socket.emit("nsp", socket.nsp.name),
  );
  [io.of("/"), auth, slow, numbered].forEach((nsp) => observe(nsp, observer));
}

/** The endpoint with a command for each feature. */
function installFeatures(io) {
  mainNamespace(io);
  otherNamespaces(io);
}

/** The endpoint with connection state recovery. */
function installRecovery(io) {
  let middlewareCount = 0;
  io.use((socket, next) => {
    middlewareCount++;
    next();
  });
  io.on("connection", (socket) => {
    listen(socket, {
      join: (rooms) => socket.join(rooms),
      "set-data": (value) => {
        socket.data = value;
      },
      whoami: () => ({
        id: socket.id,
        rooms: [...socket.rooms],
        data: socket.data,
        recovered: socket.recovered,
        middlewareCount,
      }),
      "emit-to": ({ to, except, volatile, args }) => {
        let target = to === null ? io : io.to(to);
        target = except === undefined ? target : target.except(except);
        (volatile ? target.volatile : target).emit("msg", ...args);
      },
    });
    socket.on("disconnect-me", (close) => socket.disconnect(close));
  });
}

/** Refuses handshakes that ask for it. */
function denyOnRequest(request, callback) {
  const deny = new URL(request.url, "http://localhost").searchParams.get("deny");
  callback(deny === "1" ? "custom reason" : null, deny === null);
}

module.exports = { denyOnRequest, installFeatures, installRecovery };
