/**
 * A process that announces things in the chat.
 */
@NullMarked
package dev.socketio.announcer;

import org.jspecify.annotations.NullMarked;
