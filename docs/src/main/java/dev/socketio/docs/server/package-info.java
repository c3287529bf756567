/**
 * Snippets of the chapters on the server API, rooms and middlewares.
 */
@NullMarked
package dev.socketio.docs.server;

import org.jspecify.annotations.NullMarked;
