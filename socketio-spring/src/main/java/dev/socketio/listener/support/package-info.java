/**
 * Finds annotated listeners, attaches them to namespaces and invokes them.
 */
@NullMarked
package dev.socketio.listener.support;

import org.jspecify.annotations.NullMarked;
