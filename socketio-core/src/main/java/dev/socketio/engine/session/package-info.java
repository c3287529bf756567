/**
 * Engine.IO, revisions 3 and 4: sessions over HTTP long-polling and WebSocket, with
 * heartbeats and the upgrade between the two. This package is an SPI, not meant for
 * applications: a web layer hands requests to an
 * {@link dev.socketio.engine.session.EngineEndpoint} and implements
 * {@link dev.socketio.engine.session.WebSocketConnection}; the protocol above implements
 * {@link dev.socketio.engine.session.SessionHandler}.
 */
@NullMarked
package dev.socketio.engine.session;

import org.jspecify.annotations.NullMarked;
