/**
 * Generates the parts of the user guide that are derived from code.
 */
@NullMarked
package dev.socketio.docs;

import org.jspecify.annotations.NullMarked;
