import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { $, announce, el, paintAvatar } from "./dom.js";
import { Identity } from "./identity.js";
import { JoinDialog } from "./join.js";
import { showAnnouncement } from "./notices.js";
import { openPicture, preparePage } from "./page.js";
import { PictureUrls } from "./pictures.js";
import { Sidebar } from "./sidebar.js";
import { Status } from "./status.js";
import { Transcript } from "./transcript.js";

const TYPING_EXPIRES = 5_000;
/** Longer than the client's longest pause between two attempts to connect. */
const ALL_RETURN_IN = 10_000;

const identity = new Identity();
const chat = new Chat(identity);
const urls = new PictureUrls();
const joinDialog = new JoinDialog({
  onJoin: (nick) => chat.enter(nick),
  mayCancel: () => chat.state === "online",
});
const sidebar = new Sidebar({ onOpenRoom: openRoom, onLeaveRoom: leaveRoom });
const composer = new Composer({
  onSend: send,
  onTyping: (room, active) => chat.typing(room, active),
  onError: (message) => showHint(message, "error"),
});

/** Every room of the server, joined or not, in the server's order. */
let rooms = new Map();
let current;
let errorTimer;
/** Whether an outage is so recent that others may still be on their way back. */
let returning = false;
let returnTimer;

// Rooms

function room(name) {
  if (!rooms.has(name)) {
    rooms.set(name, {
      name,
      online: 0,
      joined: false,
      unread: 0,
      nicks: [],
      known: new Set(),
      typing: new Map(),
      transcript: undefined,
    });
  }
  return rooms.get(name);
}

function enterRoom(state) {
  const entered = room(state.name);
  entered.joined = true;
  if (!entered.transcript) {
    entered.transcript = new Transcript(state.name, {
      urls,
      loadPicture: (id) => chat.fetchPicture(id),
      openPicture,
      onScroll: () => entered === current && showJump(),
    });
    $("transcripts").append(entered.transcript.element);
    entered.nicks = state.nicks;
    entered.known = new Set(state.nicks.filter((nick) => nick !== identity.nick));
    state.messages.forEach((message) => addMessage(entered, message, { fresh: false }));
  } else {
    // Back after a lost connection: what is new was missed.
    showPresence(entered, state.nicks);
    state.messages.forEach((message) => receive({ message, missed: true }));
  }
  identity.rooms = [...rooms.values()].filter(({ joined }) => joined).map(({ name }) => name);
}

async function openRoom(name) {
  clearError();
  const target = room(name);
  if (!target.joined) {
    try {
      enterRoom(await chat.join(name));
    } catch (error) {
      if (!target.online) {
        rooms.delete(name);
      }
      showHint(error.message, "error");
      return;
    }
  }
  showRoom(target);
  composer.focus();
}

function showRoom(target) {
  if (current !== target) {
    current?.transcript.hide();
    current?.transcript.clearUnreadLine();
    current = target;
    identity.current = target.name;
    composer.open(target.name);
    $("room-title").textContent = `#${target.name}`;
  }
  target.transcript.show();
  markRead();
  showSidebar();
  showTyping();
  showJump();
}

function leaveRoom(name) {
  const left = room(name);
  left.joined = false;
  left.unread = 0;
  left.transcript.dispose();
  left.transcript = undefined;
  identity.rooms = identity.rooms.filter((joined) => joined !== name);
  showSidebar();
  chat.leave(name).catch((error) => showHint(error.message, "error"));
}

function showSidebar() {
  sidebar.showRooms([...rooms.values()].filter(({ joined, online, kept }) => joined || online || kept), current?.name);
  if (current) {
    sidebar.showPeople(current.nicks, identity.nick);
    const count = current.nicks.length;
    $("room-subtitle").textContent = count === 1 ? "Only you are here" : `${count} people online`;
  }
  const unread = [...rooms.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${current ? `#${current.name}` : "Chat"} · Socket.IO for Spring Boot`;
}

// Messages

function addMessage(target, message, options = {}) {
  const mine = message.nick === identity.nick;
  target.transcript.add(message, { mine, state: mine ? "sent" : undefined, ...options });
}

function receive({ message, content, missed = false }) {
  const target = rooms.get(message.room);
  if (!target?.joined || target.transcript.has(message.id)) {
    return;
  }
  const mine = message.nick === identity.nick;
  const unseen = !mine && (target !== current || document.hidden);
  if (!missed) {
    // The server collects who comes and goes for a moment, which a message may overtake.
    meet(target, message.nick);
  }
  addMessage(target, message, { content, unread: unseen });
  stopTyping(target, message.nick);
  if (unseen) {
    target.unread++;
    showSidebar();
  }
  showJump(target === current && !mine);
}

async function send(text, picture) {
  const target = current;
  const message = { id: messageId(), room: target.name, text, picture: picture?.meta };
  target.transcript.clearUnreadLine();
  target.transcript.add({ ...message, nick: identity.nick, time: Date.now() },
    { mine: true, state: "pending", content: picture?.content });
  showJump();
  try {
    const { time } = await chat.send(message, picture?.content);
    target.transcript?.mark(message.id, "sent", { time });
  } catch (error) {
    target.transcript?.mark(message.id, "failed", { reason: error.message });
    announce(`Not sent: ${error.message}`);
  }
}

function messageId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function markRead() {
  if (current && !document.hidden && current.unread) {
    current.unread = 0;
    showSidebar();
  }
}

function showJump(arrived = false) {
  const jump = $("jump");
  const away = current && !current.transcript.atEnd;
  jump.hidden = !away;
  if (!away) {
    $("jump-text").textContent = "Latest";
  } else if (arrived) {
    $("jump-text").textContent = "New messages";
  }
}

// Presence and typing

function updatePresence({ room: name, nicks }) {
  const target = rooms.get(name);
  if (target?.joined) {
    showPresence(target, nicks);
    showSidebar();
  }
}

/** Says who has come and gone since the transcript last told. */
function showPresence(target, nicks = target.nicks) {
  target.nicks = nicks;
  nicks.forEach((nick) => meet(target, nick));
  if (returning) {
    return;
  }
  target.known.forEach((nick) => {
    if (!nicks.includes(nick)) {
      target.known.delete(nick);
      target.transcript.addEvent(nick, "left");
      stopTyping(target, nick);
    }
  });
}

function meet(target, nick) {
  if (nick !== identity.nick && !target.known.has(nick)) {
    target.known.add(nick);
    target.transcript.addEvent(nick, "joined");
  }
}

/** Everybody comes back from an outage at a different pace: only who is still missing after that has left. */
function awaitReturns() {
  clearTimeout(returnTimer);
  returnTimer = setTimeout(() => {
    returning = false;
    rooms.forEach((each) => each.joined && showPresence(each));
  }, ALL_RETURN_IN);
}

function updateDirectory(directory) {
  const listed = directory.map(({ name, online }) => Object.assign(room(name), { online, kept: true }));
  const others = [...rooms.values()].filter((each) => !listed.includes(each));
  others.forEach((each) => Object.assign(each, { online: 0, kept: false }));
  rooms = new Map([...listed, ...others].map((each) => [each.name, each]));
  showSidebar();
}

function updateTyping({ room: name, nick, active }) {
  const target = rooms.get(name);
  if (!target?.joined || nick === identity.nick) {
    return;
  }
  stopTyping(target, nick);
  if (active) {
    target.typing.set(nick, setTimeout(() => stopTyping(target, nick), TYPING_EXPIRES));
    showTyping();
  }
}

function stopTyping(target, nick) {
  clearTimeout(target.typing.get(nick));
  if (target.typing.delete(nick)) {
    showTyping();
  }
}

function showTyping() {
  if (chat.state === "reconnecting" || chat.state === "offline") {
    showHint("You are offline. Messages are delivered when the connection is back.", "offline");
    return;
  }
  if ($("hint").dataset.kind === "error") {
    return;
  }
  const names = [...(current?.typing.keys() ?? [])];
  const text = names.length === 0 ? "" : names.length === 1 ? `${names[0]} is typing`
    : names.length === 2 ? `${names[0]} and ${names[1]} are typing` : "Several people are typing";
  showHint(text, text ? "typing" : "");
}

function showHint(text, kind) {
  const hint = $("hint");
  clearTimeout(errorTimer);
  hint.dataset.kind = kind;
  hint.replaceChildren(...(kind === "typing" ? [el("span", { className: "dots" }, el("i"), el("i"), el("i"))] : []), text);
  if (kind === "error") {
    announce(text);
    errorTimer = setTimeout(clearError, 6_000);
  }
}

function clearError() {
  if ($("hint").dataset.kind === "error") {
    $("hint").dataset.kind = "";
    showTyping();
  }
}

chat.addEventListener("welcome", ({ detail }) => {
  identity.nick = detail.nick;
  detail.joined.forEach(enterRoom);
  if (returning) {
    awaitReturns();
  }
  updateDirectory(detail.rooms);
  paintAvatar($("me-avatar"), identity.nick);
  $("me-name").textContent = identity.nick;
  joinDialog.close();
  const [first] = detail.joined;
  showRoom([current, rooms.get(identity.current)].find((each) => each?.joined) ?? room(first.name));
  composer.focus();
});
chat.addEventListener("refused", ({ detail }) => joinDialog.open(identity.nick, detail));

// Everything else the server says

chat.addEventListener("message", ({ detail }) => receive(detail));
chat.addEventListener("delivered", ({ detail: { room: name, id, count } }) =>
  count && rooms.get(name)?.transcript?.mark(id, "delivered", { count }));
chat.addEventListener("presence", ({ detail }) => updatePresence(detail));
chat.addEventListener("rooms", ({ detail }) => updateDirectory(detail));
chat.addEventListener("typing", ({ detail }) => updateTyping(detail));
chat.addEventListener("announcement", ({ detail }) => showAnnouncement(detail));
chat.addEventListener("state", ({ detail: state }) => {
  const away = state === "reconnecting" || state === "offline";
  $("app").toggleAttribute("data-offline", away);
  if (away) {
    returning = true;
    clearTimeout(returnTimer);
  }
  rooms.forEach(({ typing }) => typing.clear());
  if ($("hint").dataset.kind === "offline" && !away) {
    $("hint").dataset.kind = "";
  }
  showTyping();
});

$("me-name").addEventListener("click", () => joinDialog.open(identity.nick));
$("jump").addEventListener("click", () => {
  current.transcript.scrollToEnd();
  showJump();
});
document.addEventListener("visibilitychange", markRead);

new Status(chat);
preparePage();
if (identity.nick) {
  chat.enter(identity.nick);
} else {
  joinDialog.open();
}
