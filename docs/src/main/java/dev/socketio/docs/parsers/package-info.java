/**
 * Snippets of the chapter about parsers.
 */
@NullMarked
package dev.socketio.docs.parsers;

import org.jspecify.annotations.NullMarked;
