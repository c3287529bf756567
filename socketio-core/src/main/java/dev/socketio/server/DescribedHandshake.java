package dev.socketio.server;

import java.security.Principal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.TypeRef;
import org.jspecify.annotations.Nullable;

/**
 * A handshake that another server has described. Whatever the description lacks, or has
 * in another form than expected, is empty.
 *
 * @param description JSON values as Node.js servers exchange them
 * @param codec reads the credentials
 */
record DescribedHandshake(Map<String, @Nullable Object> description, PacketCodec codec) implements Handshake {

	private static final TypeRef<Map<String, @Nullable Object>> OBJECT = new TypeRef<>() {
	};

	@Override
	public Map<String, List<String>> headers() {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		object("headers").forEach((name, value) -> {
			if (value instanceof List<?> values) {
				headers.put(name, values.stream().map(String::valueOf).toList());
			}
			else if (value != null) {
				headers.put(name, List.of(String.valueOf(value)));
			}
		});
		return Collections.unmodifiableMap(headers);
	}

	@Override
	public Map<String, String> query() {
		Map<String, String> query = new LinkedHashMap<>();
		object("query").forEach((name, value) -> {
			Object last = (value instanceof List<?> values && !values.isEmpty()) ? values.get(values.size() - 1)
					: value;
			query.put(name, (last != null) ? String.valueOf(last) : "");
		});
		return Collections.unmodifiableMap(query);
	}

	@Override
	public Map<String, Object> auth() {
		Map<String, Object> auth = new LinkedHashMap<>();
		object("auth").forEach((name, value) -> {
			if (value != null) {
				auth.put(name, value);
			}
		});
		return auth;
	}

	@Override
	public Arguments authPayload() {
		Object auth = this.description.get("auth");
		return (auth != null) ? argument(auth) : this.codec.arguments(List.of());
	}

	@Override
	public String url() {
		return (this.description.get("url") instanceof String url) ? url : "";
	}

	@Override
	public @Nullable String address() {
		return (this.description.get("address") instanceof String address) ? address : null;
	}

	@Override
	public boolean isSecure() {
		return Boolean.TRUE.equals(this.description.get("secure"));
	}

	@Override
	public boolean isCrossDomain() {
		return Boolean.TRUE.equals(this.description.get("xdomain"));
	}

	@Override
	public Instant issued() {
		return (this.description.get("issued") instanceof Number millis) ? Instant.ofEpochMilli(millis.longValue())
				: Instant.EPOCH;
	}

	@Override
	public @Nullable Principal principal() {
		return null;
	}

	private Map<String, @Nullable Object> object(String name) {
		try {
			Map<String, @Nullable Object> object = argument(this.description.get(name)).get(0, OBJECT);
			return (object != null) ? object : Map.of();
		}
		catch (ArgumentConversionException ex) {
			return Map.of();
		}
	}

	private Arguments argument(@Nullable Object value) {
		return this.codec.arguments(Collections.singletonList(value));
	}

}
