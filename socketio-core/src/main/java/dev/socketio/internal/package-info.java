/**
 * Internal: shared by the modules of this project and not part of its API. Types in this
 * package may change in any release. Every other package may depend on this one, which
 * depends on none of them.
 */
@NullMarked
package dev.socketio.internal;

import org.jspecify.annotations.NullMarked;
