/**
 * Snippets of the chapter on getting started.
 */
@NullMarked
package dev.socketio.docs.gettingstarted;

import org.jspecify.annotations.NullMarked;
