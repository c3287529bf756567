package dev.socketio.docs.listeners;

record AppVersion(String text) {
}
