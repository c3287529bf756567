package dev.socketio.web.webflux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Compresses polling responses for clients that accept it.
 */
final class ResponseCompression {

	/** The first one if a client accepts them alike. */
	private static final List<String> ENCODINGS = List.of("gzip", "deflate");

	private final int threshold;

	ResponseCompression(int threshold) {
		this.threshold = threshold;
	}

	byte[] apply(ServerWebExchange exchange, byte[] body) {
		if (this.threshold < 0 || body.length < this.threshold) {
			return body;
		}
		String encoding = choose(exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.ACCEPT_ENCODING));
		if (encoding == null) {
			return body;
		}
		exchange.getResponse().getHeaders().set(HttpHeaders.CONTENT_ENCODING, encoding);
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 2);
		try (OutputStream out = "gzip".equals(encoding) ? new GZIPOutputStream(compressed)
				: new DeflaterOutputStream(compressed)) {
			out.write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	private static @Nullable String choose(List<String> accepted) {
		return AcceptedEncoding.best(String.join(",", accepted), ENCODINGS);
	}

}
