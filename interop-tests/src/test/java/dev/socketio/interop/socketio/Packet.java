package dev.socketio.interop.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * A Socket.IO packet received from the server.
 *
 * @param type the digit of the type
 * @param namespace the namespace
 * @param id the acknowledgement id as written, empty if there is none
 * @param data the payload with its attachments put back, {@code null} if there is none
 */
record Packet(char type, String namespace, String id, @Nullable JsonNode data) {

	private static final Pattern FORMAT = Pattern.compile("([0-6])(?:(\\d+)-)?(?:(/[^,]*),)?(\\d*)(.*)",
			Pattern.DOTALL);

	/**
	 * Receive the next packet with all its attachments.
	 * @param connection the connection to read from
	 * @return the packet
	 */
	static Packet receive(RawConnection connection) {
		String text = connection.nextText();
		Matcher matcher = FORMAT.matcher(text);
		if (!matcher.matches()) {
			return fail("Not a packet: %s", Message.shortened(text));
		}
		char type = text.charAt(0);
		boolean binary = type == '5' || type == '6';
		assertThat(matcher.group(2) != null).as("only binary packets have attachments: %s", Message.shortened(text))
			.isEqualTo(binary);
		List<byte[]> attachments = new ArrayList<>();
		if (binary) {
			int count = Integer.parseInt(matcher.group(2));
			for (int i = 0; i < count; i++) {
				attachments.add(connection.nextBinary());
			}
		}
		String namespace = (matcher.group(3) != null) ? matcher.group(3) : "/";
		JsonNode data = matcher.group(5).isEmpty() ? null
				: binary ? Json.parse(matcher.group(5), attachments) : Json.parse(matcher.group(5));
		return new Packet(type, namespace, matcher.group(4), data);
	}

	JsonNode payload() {
		return (this.data != null) ? this.data : fail("There is no payload: %s", this);
	}

}
