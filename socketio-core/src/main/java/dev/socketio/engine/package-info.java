/**
 * Engine.IO, revision 4: sessions over HTTP long-polling and WebSocket, with heartbeats
 * and the upgrade between the two. Usable without Socket.IO. The web server is behind
 * {@link dev.socketio.engine.EngineRequest}, {@link dev.socketio.engine.EngineResponse}
 * and {@link dev.socketio.engine.WebSocketConnection}.
 */
@NullMarked
package dev.socketio.engine;

import org.jspecify.annotations.NullMarked;
