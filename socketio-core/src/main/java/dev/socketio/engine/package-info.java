/**
 * Options, requests and listeners of the Engine.IO server, for applications.
 */
@NullMarked
package dev.socketio.engine;

import org.jspecify.annotations.NullMarked;
