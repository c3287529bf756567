package dev.socketio.sample;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.socketio.sample.Payloads.Message;

import org.springframework.stereotype.Component;

/**
 * The rooms of the chat and their latest messages. Safe for use by several threads.
 */
@Component
class ChatRooms {

	static final String LOBBY = "lobby";

	private static final List<String> PERMANENT = List.of(LOBBY, "spring", "random");

	private static final Pattern NAME = Pattern.compile("[\\p{Ll}\\p{N}][\\p{Ll}\\p{M}\\p{N}-]{0,23}");

	private static final String CHANNEL_PREFIX = "room:";

	private static final int MAX_ROOMS = 50;

	private final Map<String, History> histories = new ConcurrentHashMap<>();

	ChatRooms() {
		PERMANENT.forEach(this::history);
	}

	/**
	 * Return the Socket.IO room of a chat room. The prefix keeps names that users choose
	 * apart from the ids of sockets, which are names of rooms, too.
	 */
	static String channel(String name) {
		return CHANNEL_PREFIX + name;
	}

	static List<String> namesOf(Set<String> channels) {
		return channels.stream()
			.filter((channel) -> channel.startsWith(CHANNEL_PREFIX))
			.map((channel) -> channel.substring(CHANNEL_PREFIX.length()))
			.toList();
	}

	static boolean isName(String name) {
		return NAME.matcher(name).matches();
	}

	/**
	 * Make sure that a room exists.
	 * @return {@code false} if there are too many others
	 */
	boolean open(String name) {
		if (!this.histories.containsKey(name) && this.histories.size() >= MAX_ROOMS) {
			return false;
		}
		history(name);
		return true;
	}

	/**
	 * Return the names of rooms in the order of the page.
	 * @param inUse rooms with somebody in them, which other servers may have opened
	 */
	List<String> names(Set<String> inUse) {
		return Stream.concat(this.histories.keySet().stream(), inUse.stream())
			.distinct()
			.sorted(Comparator.comparing((String name) -> !PERMANENT.contains(name))
				.thenComparing(PERMANENT::indexOf)
				.thenComparing(Comparator.naturalOrder()))
			.toList();
	}

	List<Message> latestMessages(String name) {
		return history(name).latest();
	}

	/** The state of all rooms. */
	List<Message> latestMessages() {
		return this.histories.values().stream().flatMap((history) -> history.latest().stream()).toList();
	}

	/**
	 * Keep a message.
	 * @return the message, or the one with the same id that was kept before
	 */
	Message keep(Message message) {
		return history(message.room()).keep(message);
	}

	void removeDeserted(Set<String> inUse) {
		this.histories.keySet().removeIf((name) -> !inUse.contains(name) && !PERMANENT.contains(name));
	}

	private History history(String name) {
		return this.histories.computeIfAbsent(name, (key) -> new History());
	}

	private static final class History {

		private static final int SIZE = 50;

		private final Deque<Message> messages = new ArrayDeque<>();

		synchronized List<Message> latest() {
			return List.copyOf(this.messages);
		}

		synchronized Message keep(Message message) {
			for (Message earlier : this.messages) {
				if (earlier.id().equals(message.id())) {
					return earlier;
				}
			}
			this.messages.add(message);
			if (this.messages.size() > SIZE) {
				this.messages.remove();
			}
			return message;
		}

	}

}
