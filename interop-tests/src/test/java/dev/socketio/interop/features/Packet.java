package dev.socketio.interop.features;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A Socket.IO packet from the server, without its attachments.
 *
 * @param text the packet as it was received
 * @param type the digit of the type
 * @param namespace the namespace
 * @param id the acknowledgement id, empty if there is none
 * @param data the payload, a missing node if there is none
 */
record Packet(String text, char type, String namespace, String id, JsonNode data) {

	private static final Pattern FORMAT = Pattern.compile("([0-6])(?:\\d+-)?(?:(/[^,]*),)?(\\d*)(.*)", Pattern.DOTALL);

	static Packet parse(String text) {
		Matcher matcher = FORMAT.matcher(text);
		if (!matcher.matches()) {
			throw new AssertionError("Not a packet: " + text);
		}
		String namespace = (matcher.group(2) != null) ? matcher.group(2) : "/";
		String json = matcher.group(4);
		return new Packet(text, text.charAt(0), namespace, matcher.group(3),
				json.isEmpty() ? MissingNode.getInstance() : Json.parse(json));
	}

	boolean isEvent() {
		return this.type == '2' || this.type == '5';
	}

	boolean isEvent(String namespace, String event) {
		return isEvent() && this.namespace.equals(namespace) && event.equals(this.data.path(0).asString(""));
	}

	boolean isAck(String expected) {
		return (this.type == '3' || this.type == '6') && this.id.equals(expected);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
