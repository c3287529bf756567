/**
 * The application that conformance suites are run against.
 */
@NullMarked
package dev.socketio.interop;

import org.jspecify.annotations.NullMarked;
