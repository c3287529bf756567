package dev.socketio.server;

import java.security.Principal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.socketio.engine.EngineRequest;
import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.TypeRef;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of a socket of this server.
 */
final class DefaultHandshake implements Handshake {

	/** As {@code Date.prototype.toString} writes it. */
	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM dd yyyy HH:mm:ss 'GMT'xx (zzzz)",
			Locale.ENGLISH);

	private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {
	};

	private final EngineRequest request;

	private final Arguments payload;

	private final Instant issued;

	DefaultHandshake(EngineRequest request, Arguments payload, Instant issued) {
		this.request = request;
		this.payload = payload;
		this.issued = issued;
	}

	/** Return the number of bytes that the payload keeps in memory. */
	long retainedBytes() {
		return (this.payload.size() > 0) ? this.payload.retainedBytes() : 0;
	}

	@Override
	public Map<String, List<String>> headers() {
		return this.request.headers();
	}

	@Override
	public Map<String, String> query() {
		return this.request.query();
	}

	@Override
	public Map<String, Object> auth() {
		try {
			Map<String, Object> auth = this.payload.get(0, OBJECT);
			return (auth != null) ? auth : Map.of();
		}
		catch (ArgumentConversionException ex) {
			return Map.of();
		}
	}

	@Override
	public Arguments authPayload() {
		return this.payload;
	}

	@Override
	public String url() {
		return this.request.uri();
	}

	@Override
	public @Nullable String address() {
		return this.request.address();
	}

	@Override
	public boolean isSecure() {
		return this.request.isSecure();
	}

	@Override
	public boolean isCrossDomain() {
		return this.request.header("origin") != null;
	}

	@Override
	public Instant issued() {
		return this.issued;
	}

	@Override
	public @Nullable Principal principal() {
		return this.request.principal();
	}

	/** Return the handshake in the form in which Node.js servers exchange it. */
	Map<String, @Nullable Object> toMap() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		Map<String, Object> headers = new LinkedHashMap<>();
		headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
		map.put("headers", headers);
		map.put("time", TIME.format(this.issued.atZone(ZoneId.systemDefault())));
		if (address() != null) {
			map.put("address", address());
		}
		map.put("xdomain", isCrossDomain());
		map.put("secure", isSecure());
		map.put("issued", this.issued.toEpochMilli());
		map.put("url", url());
		map.put("query", query());
		map.put("auth", auth());
		return map;
	}

}
