package dev.socketio.sample;

import java.util.List;
import java.util.Objects;

/**
 * The credentials that the page sends when it connects. Missing values are empty.
 *
 * @param nick the nick name
 * @param tab a key that only this browser tab knows; it finds its earlier connection
 * @param rooms the rooms to be in
 */
record Credentials(String nick, String tab, List<String> rooms) {

	static final Credentials NONE = new Credentials("", "", List.of());

	Credentials {
		nick = Objects.requireNonNullElse(nick, "");
		tab = Objects.requireNonNullElse(tab, "");
		rooms = Objects.requireNonNullElse(rooms, List.of());
	}

}
