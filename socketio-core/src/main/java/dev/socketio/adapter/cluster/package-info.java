/**
 * What adapters have in common whose servers talk to each other: messages, requests and
 * answers, membership. Transports and encodings are left to the adapters.
 */
@NullMarked
package dev.socketio.adapter.cluster;

import org.jspecify.annotations.NullMarked;
