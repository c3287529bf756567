"use strict";

/*
 * Runs named checks one after the other and prints a line of JSON for each. The first line is the plan, so that a
 * reader notices the checks that a crash has prevented.
 */

const assert = require("node:assert/strict");
const { io } = require("socket.io-client");

const TIMEOUT = 10_000;

const TRANSPORTS = {
  polling: ["polling"],
  websocket: ["websocket"],
  upgrade: ["polling", "websocket"],
};

const checks = [];

/** Declares a check; `modes` are the values of the last argument of the script it is meant for. */
function check(name, run, modes = Object.keys(TRANSPORTS)) {
  checks.push({ name, run, modes });
}

/** Fails when a promise takes too long. */
function within(promise, what, timeout = TIMEOUT) {
  let timer;
  const expired = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`timeout: ${what}`)), timeout);
  });
  return Promise.race([promise, expired]).finally(() => clearTimeout(timer));
}

/** The arguments of the next occurrence of an event. */
function once(emitter, event) {
  return within(new Promise((resolve) => emitter.once(event, (...args) => resolve(args))), `event "${event}"`);
}

/** Emits, and returns all the arguments of the acknowledgement. */
function ask(socket, event, ...args) {
  return within(new Promise((resolve) => socket.emit(event, ...args, (...reply) => resolve(reply))), `ack of "${event}"`);
}

/** Opens sockets and closes them when the check is over. */
class Clients {
  constructor(url, mode, path) {
    this.url = url;
    this.mode = mode;
    this.path = path;
    this.sockets = [];
  }

  create(namespace = "/", options = {}) {
    const socket = io(this.url + namespace, {
      path: this.path,
      transports: TRANSPORTS[this.mode],
      forceNew: true,
      reconnection: false,
      ...options,
    });
    this.sockets.push(socket);
    return socket;
  }

  async connect(namespace, options) {
    const socket = this.create(namespace, options);
    await within(
      new Promise((resolve, reject) => {
        socket.once("connect", resolve);
        socket.once("connect_error", reject);
      }),
      "connection",
    );
    return socket;
  }

  close() {
    this.sockets.forEach((socket) => socket.io.reconnection(false));
    this.sockets.forEach((socket) => socket.disconnect());
    this.sockets = [];
  }
}

function print(value) {
  console.log(JSON.stringify(value));
}

/** Runs every check for the URL and the mode in the arguments of the script, then ends the process. */
async function run(defaultPath) {
  const [url, mode] = process.argv.slice(2);
  if (!url || !TRANSPORTS[mode]) {
    console.error(`usage: node ${process.argv[1]} <url> <${Object.keys(TRANSPORTS).join("|")}> [name of a check]`);
    process.exit(2);
  }
  const only = process.argv[4];
  const selected = checks.filter((it) => it.modes.includes(mode) && (!only || it.name === only));
  print({ plan: selected.map((it) => it.name) });
  for (const { name, run } of selected) {
    const clients = new Clients(url, mode, defaultPath);
    const start = performance.now();
    try {
      await within(run(clients), "check", 2 * TIMEOUT);
      print({ name, passed: true, millis: Math.round(performance.now() - start) });
    } catch (e) {
      print({ name, passed: false, error: e.stack ?? String(e) });
    } finally {
      clients.close();
    }
  }
  process.exit(0);
}

module.exports = { assert, ask, check, once, run, within };
