package dev.socketio.adapter.redis;

import dev.socketio.adapter.BroadcastOptions;

/**
 * The names of the channels of one namespace. Names contain rooms without escaping, so
 * they are compared by their prefix and never split.
 *
 * @param broadcast the channel of broadcasts, and the prefix of those to single rooms
 * @param request the channel of requests
 * @param response the channel of answers
 */
record PubSubChannels(String broadcast, String request, String response) {

	static PubSubChannels of(String key, String namespace) {
		return new PubSubChannels(key + "#" + namespace + "#", key + "-request#" + namespace + "#",
				key + "-response#" + namespace + "#");
	}

	/** The channel of a broadcast: broadcasts to a single room have their own. */
	String broadcast(BroadcastOptions options) {
		return (options.rooms().size() == 1) ? this.broadcast + options.rooms().iterator().next() + "#"
				: this.broadcast;
	}

	/** The room of a channel, empty if the channel belongs to no room. */
	String room(String channel) {
		int end = channel.length() - 1;
		return (end > this.broadcast.length()) ? channel.substring(this.broadcast.length(), end) : "";
	}

	String response(String uid) {
		return this.response + uid + "#";
	}

}
