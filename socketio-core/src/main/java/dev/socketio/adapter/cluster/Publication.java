package dev.socketio.adapter.cluster;

import reactor.core.publisher.Mono;

/**
 * A message on its way to the other servers. Both parts can be subscribed to at any time
 * and several times; the message does not wait for it.
 *
 * @param offset the offset of the message; nothing if there is none, or if it will not be
 * known soon, for example because the connection is down. Never fails.
 * @param sent completes when the message has left this process; fails if it will not
 * @since 0.1.0
 */
public record Publication(Mono<String> offset, Mono<Void> sent) {

	/**
	 * A message that has no offset.
	 * @param sent completes when it has left this process
	 * @return the publication
	 */
	public static Publication withoutOffset(Mono<Void> sent) {
		return new Publication(Mono.empty(), sent);
	}

}
