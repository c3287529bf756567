"use strict";

/*
 * Runs named checks one after the other and prints a line of JSON for each. The first line is the plan, so that a
 * reader notices the checks that a crash has prevented.
 */

const assert = require("node:assert/strict");
const readline = require("node:readline");
const { io } = require("socket.io-client");

const TIMEOUT = 20_000;

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

/** Fails when a promise takes too long; not before somebody waits for it. */
function within(promise, what, timeout = TIMEOUT) {
  let timer;
  const expired = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`timeout: ${what}`)), timeout);
  });
  const result = Promise.race([promise, expired]).finally(() => clearTimeout(timer));
  result.catch(() => {});
  return result;
}

/** The arguments of the next occurrence of an event. */
function once(emitter, event) {
  return within(new Promise((resolve) => emitter.once(event, (...args) => resolve(args))), `event "${event}"`);
}

/** Waits for a condition. */
async function until(condition, what) {
  const end = Date.now() + TIMEOUT;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`timeout: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Repeats an assertion until it holds. */
async function eventually(assertion) {
  const end = Date.now() + TIMEOUT;
  for (;;) {
    try {
      return await assertion();
    } catch (e) {
      if (Date.now() > end) throw e;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

let serial = 0;

/** A name that no other check uses, nor the same one in another process. */
function unique(prefix) {
  return `${prefix}-${process.pid}-${++serial}`;
}

/** Emits, and returns all the arguments of the acknowledgement. */
function ask(socket, event, ...args) {
  return within(new Promise((resolve) => socket.emit(event, ...args, (...reply) => resolve(reply))), `ack of "${event}"`);
}

/** Everything a socket receives under one event name. */
function collect(socket, event) {
  const received = [];
  socket.on(event, (...args) => received.push(args));
  return received;
}

/** Opens sockets and closes them when the check is over. */
class Clients {
  constructor(url, mode, path, library, defaults) {
    this.url = url;
    this.mode = mode;
    this.path = path;
    this.library = library;
    this.defaults = defaults;
    this.sockets = [];
  }

  /** Another library, or the same one with other options, for the same server. */
  with(library, defaults = {}) {
    const others = new Clients(this.url, this.mode, this.path, library, defaults);
    others.sockets = this.sockets;
    return others;
  }

  create(namespace = "/", options = {}) {
    const { url = this.url, ...others } = { ...this.defaults, ...options };
    const socket = this.library(url + namespace, {
      path: this.path,
      transports: TRANSPORTS[this.mode],
      forceNew: true,
      reconnection: false,
      ...others,
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
    this.sockets.length = 0;
  }
}

function print(value) {
  console.log(JSON.stringify(value));
}

let answers;

/** Has the process that started this one do something, and returns what it says. */
async function command(name) {
  answers ??= readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  print({ command: name });
  return (await within(answers.next(), `command "${name}"`)).value;
}

/**
 * Runs every check for the URL and the mode in the arguments of the script, then ends the process. The library is the
 * current client unless the script has another one.
 */
async function run(defaultPath, { library = io, ...defaults } = {}) {
  const [url, mode] = process.argv.slice(2);
  if (!url || !TRANSPORTS[mode]) {
    console.error(`usage: node ${process.argv[1]} <url> <${Object.keys(TRANSPORTS).join("|")}> [name of a check]`);
    process.exit(2);
  }
  const only = process.argv[4];
  const selected = checks.filter((it) => it.modes.includes(mode) && (!only || it.name === only));
  print({ plan: selected.map((it) => it.name) });
  for (const { name, run } of selected) {
    const clients = new Clients(url, mode, defaultPath, library, defaults);
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

module.exports = { assert, ask, check, collect, command, eventually, once, run, unique, until, within };
