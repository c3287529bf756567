/**
 * The HTTP and WebSocket side of the engine on Spring WebFlux and Reactor Netty.
 */
@NullMarked
package dev.socketio.web.webflux;

import org.jspecify.annotations.NullMarked;
