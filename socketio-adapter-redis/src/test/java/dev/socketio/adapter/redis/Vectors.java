package dev.socketio.adapter.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages that the Node.js packages have written.
 */
final class Vectors {

	private Vectors() {
	}

	static JsonNode load(String file) {
		try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
			return JsonMapper.shared().readTree(Objects.requireNonNull(in, file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** All messages of some files. */
	static Stream<Message> messages(String... files) {
		return Stream.of(files).flatMap((file) -> load(file).path("vectors").values().stream().flatMap((vector) -> {
			List<JsonNode> messages = List.copyOf(vector.path("messages").values());
			return IntStream.range(0, messages.size())
				.mapToObj((index) -> new Message(file, index, vector, messages.get(index)));
		}));
	}

	/** All messages of some files that are not cut. */
	static Stream<Message> complete(String... files) {
		return messages(files).filter((message) -> !message.isCut());
	}

	/**
	 * A message.
	 *
	 * @param file where it comes from
	 * @param index its place among the messages of a call
	 * @param vector the call with its messages and its effect
	 * @param node the message
	 */
	record Message(String file, int index, JsonNode vector, JsonNode node) {

		String id() {
			return this.vector.path("id").stringValue();
		}

		String command() {
			return this.node.path("command").stringValue();
		}

		String channel() {
			return this.node.path("channel").stringValue();
		}

		boolean isCut() {
			return this.node.has("sha256") || this.node.has("cut");
		}

		byte[] payload() {
			return HexFormat.of().parseHex(this.node.path("hex").stringValue());
		}

		Map<String, byte[]> fields() {
			Map<String, byte[]> fields = new LinkedHashMap<>();
			this.node.path("fields")
				.properties()
				.forEach((field) -> fields.put(field.getKey(),
						field.getValue().stringValue().getBytes(StandardCharsets.UTF_8)));
			return fields;
		}

		@Override
		public String toString() {
			return this.file.replace(".json", "") + " " + id() + " " + this.index;
		}

	}

}
