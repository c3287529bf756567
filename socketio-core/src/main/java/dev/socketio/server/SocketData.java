package dev.socketio.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The data that the application keeps with a socket. Most sockets have none, so the map
 * is created when it is first used. Methods may be called from any thread.
 */
final class SocketData {

	private volatile @Nullable Map<String, @Nullable Object> map;

	Map<String, @Nullable Object> map() {
		Map<String, @Nullable Object> present = this.map;
		return (present != null) ? present : create();
	}

	private synchronized Map<String, @Nullable Object> create() {
		Map<String, @Nullable Object> present = this.map;
		if (present == null) {
			present = Collections.synchronizedMap(new LinkedHashMap<>(4));
			this.map = present;
		}
		return present;
	}

	Map<String, @Nullable Object> snapshot() {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		Map<String, @Nullable Object> present = this.map;
		if (present != null) {
			synchronized (present) {
				copy.putAll(present);
			}
		}
		return copy;
	}

}
