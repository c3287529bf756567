package dev.socketio.sample;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.socketio.sample.Payloads.RoomPeople;
import dev.socketio.sample.Payloads.RoomSummary;
import dev.socketio.server.Namespace;
import dev.socketio.server.RemoteSocket;
import dev.socketio.server.SocketIOServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells all clients who is in which room. The sockets themselves are the only record of
 * it, so it stays true across lost connections and in a cluster. However many people come
 * and go at once, a room hears of it five times a second at most.
 */
@Component
class Presence {

	private static final Log logger = LogFactory.getLog(Presence.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Namespace chat;

	private final ChatRooms rooms;

	private final Set<String> changed = ConcurrentHashMap.newKeySet();

	Presence(SocketIOServer server, ChatRooms rooms) {
		this.chat = server.of(ChatListener.NAMESPACE);
		this.rooms = rooms;
	}

	void changed(String room) {
		this.changed.add(room);
	}

	/**
	 * Find out who is where. A name counts once, even while a lost connection of the same
	 * tab has not been noticed yet.
	 */
	Mono<Map<String, Set<String>>> nicksByRoom() {
		return this.chat.fetchSockets().collectList().map(Presence::nicksByRoom);
	}

	List<RoomSummary> summarize(Map<String, Set<String>> nicks) {
		return this.rooms.names(nicks.keySet())
			.stream()
			.map((room) -> new RoomSummary(room, nicks.getOrDefault(room, Set.of()).size()))
			.toList();
	}

	@Scheduled(fixedDelay = 200, timeUnit = TimeUnit.MILLISECONDS)
	void publish() {
		Set<String> due = Set.copyOf(this.changed);
		if (due.isEmpty()) {
			return;
		}
		this.changed.removeAll(due);
		nicksByRoom().doOnNext((nicks) -> publish(due, nicks)).onErrorResume((error) -> {
			// another server may fail to answer, or this one is being shut down
			logger.warn("It is not known who is in " + due + ", this is tried again: " + error.getMessage());
			this.changed.addAll(due);
			return Mono.empty();
		}).block(TIMEOUT);
	}

	private void publish(Set<String> due, Map<String, Set<String>> nicks) {
		due.forEach((room) -> this.chat.to(ChatRooms.channel(room))
			.emit("presence", new RoomPeople(room, nicks.getOrDefault(room, Set.of()))));
		this.rooms.removeDeserted(nicks.keySet());
		this.chat.emit("rooms", summarize(nicks));
	}

	private static Map<String, Set<String>> nicksByRoom(List<RemoteSocket> sockets) {
		Map<String, Set<String>> nicks = new HashMap<>();
		for (RemoteSocket socket : sockets) {
			String nick = Member.of(socket).nick();
			for (String room : ChatRooms.namesOf(socket.rooms())) {
				nicks.computeIfAbsent(room, (key) -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)).add(nick);
			}
		}
		return nicks;
	}

}
