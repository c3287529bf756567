package dev.socketio.web.webflux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Compresses polling responses for clients that accept it.
 */
final class ResponseCompression {

	private final int threshold;

	ResponseCompression(int threshold) {
		this.threshold = threshold;
	}

	byte[] apply(ServerWebExchange exchange, byte[] body) {
		if (this.threshold < 0 || body.length < this.threshold) {
			return body;
		}
		String encoding = choose(exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT_ENCODING));
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

	/** The better of gzip and deflate by quality, gzip if they are equal. */
	private static @Nullable String choose(@Nullable String accepted) {
		if (accepted == null) {
			return null;
		}
		double gzip = quality(accepted, "gzip");
		double deflate = quality(accepted, "deflate");
		if (gzip <= 0 && deflate <= 0) {
			return null;
		}
		return (gzip >= deflate) ? "gzip" : "deflate";
	}

	private static double quality(String accepted, String encoding) {
		double any = 0;
		for (String entry : accepted.toLowerCase(Locale.ROOT).split(",")) {
			String[] parts = entry.trim().split(";");
			if (parts[0].trim().equals(encoding)) {
				return weight(parts);
			}
			if (parts[0].trim().equals("*")) {
				any = weight(parts);
			}
		}
		return any;
	}

	private static double weight(String[] parts) {
		for (int i = 1; i < parts.length; i++) {
			String parameter = parts[i].trim();
			if (parameter.startsWith("q=")) {
				try {
					return Double.parseDouble(parameter.substring(2));
				}
				catch (NumberFormatException ex) {
					return 0;
				}
			}
		}
		return 1;
	}

}
