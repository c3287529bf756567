/**
 * A chat between browser tabs.
 */
@NullMarked
package dev.socketio.sample;

import org.jspecify.annotations.NullMarked;
