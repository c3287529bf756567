package dev.socketio.sample;

import java.util.Map;
import java.util.Objects;

import dev.socketio.protocol.TypeRef;
import dev.socketio.server.RemoteSocket;
import dev.socketio.server.Socket;

/**
 * Who is behind a socket. It is kept in the socket's data, where every server of a
 * cluster finds it.
 *
 * @param nick the nick name
 * @param tab the key of the browser tab
 */
record Member(String nick, String tab) {

	private static final String NICK = "nick";

	private static final String TAB = "tab";

	private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {
	};

	static Member of(RemoteSocket socket) {
		return of(Objects.requireNonNullElse(socket.data(OBJECT), Map.of()));
	}

	static Member of(Map<String, Object> data) {
		return new Member(String.valueOf(data.get(NICK)), String.valueOf(data.get(TAB)));
	}

	void storeIn(Socket socket) {
		socket.data().put(NICK, this.nick);
		socket.data().put(TAB, this.tab);
	}

	/**
	 * Return whether somebody else uses the same name. The same tab is no rival: it may
	 * be back before the server has noticed that its connection was lost.
	 */
	boolean isRivalOf(Member other) {
		return this.nick.equalsIgnoreCase(other.nick) && !this.tab.equals(other.tab);
	}

	/**
	 * Return the Socket.IO room that holds the connections of this tab.
	 */
	String channel() {
		return "tab:" + this.tab;
	}

}
