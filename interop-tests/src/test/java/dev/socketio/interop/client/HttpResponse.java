package dev.socketio.interop.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 response as it was received.
 *
 * @param status the status code
 * @param headers the headers, in order
 * @param body the body, with the chunked encoding removed but not decompressed
 */
public record HttpResponse(int status, List<Entry<String, String>> headers, byte[] body) {

	/**
	 * The first header with a name.
	 * @param name the name, in any case
	 * @return the value, or {@code null}
	 */
	public @Nullable String header(String name) {
		List<String> values = headers(name);
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * All the headers with a name.
	 * @param name the name, in any case
	 * @return the values, in order
	 */
	public List<String> headers(String name) {
		return this.headers.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase(name))
			.map(Entry::getValue)
			.toList();
	}

	/**
	 * The body as text.
	 * @return the body, decoded as UTF-8
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * The packets of a polling payload.
	 * @return the packets, in order
	 */
	public List<String> packets() {
		return List.of(text().split("\u001e", -1));
	}

	@Override
	public String toString() {
		String text = text();
		return this.status + " " + this.headers + " "
				+ ((text.length() > 200) ? text.substring(0, 200) + "… (" + this.body.length + " bytes)" : text);
	}

	static HttpResponse read(InputStream in, boolean bodyless) throws IOException {
		String[] statusLine = readLine(in).split(" ", 3);
		if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.")) {
			throw new IOException("Not an HTTP response: " + String.join(" ", statusLine));
		}
		int status = Integer.parseInt(statusLine[1]);
		List<Entry<String, String>> headers = new ArrayList<>();
		for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
			int colon = line.indexOf(':');
			headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).trim()));
		}
		HttpResponse head = new HttpResponse(status, List.copyOf(headers), new byte[0]);
		return bodyless ? head : new HttpResponse(status, head.headers, head.readBody(in));
	}

	private byte[] readBody(InputStream in) throws IOException {
		if (this.status < 200 || this.status == 204 || this.status == 304) {
			return this.body;
		}
		if ("chunked".equalsIgnoreCase(header("Transfer-Encoding"))) {
			return readChunks(in);
		}
		String length = header("Content-Length");
		return (length != null) ? readExactly(in, Integer.parseInt(length)) : in.readAllBytes();
	}

	private static byte[] readChunks(InputStream in) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
			body.writeBytes(readExactly(in, size));
			readLine(in);
		}
		while (!readLine(in).isEmpty()) {
			// Trailers carry nothing of interest
			continue;
		}
		return body.toByteArray();
	}

	private static int chunkSize(InputStream in) throws IOException {
		return Integer.parseInt(readLine(in).split(";", 2)[0].trim(), 16);
	}

	private static byte[] readExactly(InputStream in, int length) throws IOException {
		byte[] bytes = in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("Connection closed after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	private static String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = in.read(); b != '\n'; b = in.read()) {
			if (b == -1) {
				throw new EOFException("Connection closed within a response: " + line);
			}
			if (b != '\r') {
				line.write(b);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

}
