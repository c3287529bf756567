/**
 * Snippets of the chapter on security.
 */
@NullMarked
package dev.socketio.docs.security;

import org.jspecify.annotations.NullMarked;
