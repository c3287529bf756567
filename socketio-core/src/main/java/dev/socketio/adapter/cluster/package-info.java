/**
 * The base of adapters for several servers: messages, requests and answers, membership.
 * Transports and encodings are up to the adapters; most of them need a
 * {@link dev.socketio.adapter.cluster.channel.MessageBus} only.
 */
@NullMarked
package dev.socketio.adapter.cluster;

import org.jspecify.annotations.NullMarked;
