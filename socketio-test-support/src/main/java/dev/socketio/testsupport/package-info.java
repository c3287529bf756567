/**
 * Guards that watch every test JVM of this build: buffers that were not released, and
 * event loops that somebody blocked.
 */
@NullMarked
package dev.socketio.testsupport;

import org.jspecify.annotations.NullMarked;
