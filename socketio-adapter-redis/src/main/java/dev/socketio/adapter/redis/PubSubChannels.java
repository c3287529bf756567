package dev.socketio.adapter.redis;

import dev.socketio.adapter.BroadcastOptions;

/**
 * The names of the channels of one namespace. Rooms are part of names as they are, so
 * names are compared with their beginning and never split.
 *
 * @param broadcast what the channels of broadcasts start with, and the one without a room
 * @param request the channel of requests
 * @param response the channel of answers
 */
record PubSubChannels(String broadcast, String request, String response) {

	static PubSubChannels of(String key, String namespace) {
		return new PubSubChannels(key + "#" + namespace + "#", key + "-request#" + namespace + "#",
				key + "-response#" + namespace + "#");
	}

	/** Broadcasts to one room have a channel of their own. */
	String broadcast(BroadcastOptions options) {
		return (options.rooms().size() == 1) ? this.broadcast + options.rooms().iterator().next() + "#"
				: this.broadcast;
	}

	/** The room of a channel, empty if it is not one of a room. */
	String room(String channel) {
		int end = channel.length() - 1;
		return (end > this.broadcast.length()) ? channel.substring(this.broadcast.length(), end) : "";
	}

	String response(String uid) {
		return this.response + uid + "#";
	}

}
