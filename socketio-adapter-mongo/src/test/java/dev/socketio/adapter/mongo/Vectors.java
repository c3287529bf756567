package dev.socketio.adapter.mongo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import org.bson.RawBsonDocument;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Documents that the Node.js packages have written.
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

	/** All documents of a file that are not cut. */
	static List<Vector> documents(String file) {
		List<Vector> vectors = new ArrayList<>();
		JsonNode root = load(file);
		root.path("startup").forEach((message) -> add(vectors, "startup", message));
		for (JsonNode vector : root.path("vectors")) {
			String id = vector.path("id").asString();
			vector.path("messages").forEach((message) -> add(vectors, id, message));
		}
		return vectors;
	}

	private static void add(List<Vector> vectors, String id, JsonNode message) {
		for (JsonNode document : message.path("documents")) {
			if (document.has("hex")) {
				byte[] bytes = HexFormat.of().parseHex(document.path("hex").stringValue());
				vectors.add(new Vector(id, document.path("decoded"), new RawBsonDocument(bytes)));
			}
		}
	}

	record Vector(String id, JsonNode decoded, RawBsonDocument document) {

		@Override
		public String toString() {
			return this.id + " type " + this.decoded.path("type").path("$int32");
		}

	}

}
