/**
 * The features of the server beyond the plain protocol, checked from outside by clients
 * that tell the conformance application what to do.
 */
@NullMarked
package dev.socketio.interop.features;

import org.jspecify.annotations.NullMarked;
