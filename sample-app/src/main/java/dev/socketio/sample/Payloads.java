package dev.socketio.sample;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What travels between the page and the server. Times are milliseconds since the epoch.
 */
final class Payloads {

	private Payloads() {
	}

	record Picture(String name, @Nullable String type, int width, int height) {
	}

	/** A message as the page sends it, with an id that makes a repetition harmless. */
	record NewMessage(String id, String room, @Nullable String text, @Nullable Picture picture) {
	}

	record Message(String id, String room, String nick, String text, long time, @Nullable Picture picture) {
	}

	/** The acknowledgement of a message. */
	record Receipt(String id, long time) {
	}

	/** How many others have received a message. */
	record Delivery(String id, String room, int count) {
	}

	record RoomState(String name, Collection<String> nicks, List<Message> messages) {
	}

	record RoomSummary(String name, int online) {
	}

	record Welcome(String nick, List<RoomState> joined, List<RoomSummary> rooms) {
	}

	record Typing(String room, String nick, boolean active) {
	}

	record RoomPeople(String room, Collection<String> nicks) {
	}

	record Announcement(String text, long time) {
	}

}
