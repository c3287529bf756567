package dev.socketio.interop.socketio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * A session that stays on HTTP long-polling. A GET is always pending, on another thread
 * than the one of the test.
 */
class PollingConnection extends RawConnection {

	private static final String SEPARATOR = "\u001e";

	private final Object posting = new Object();

	private final URI uri;

	private final String sessionId;

	private volatile boolean closing;

	PollingConnection(URI endpoint) {
		String query = "?EIO=4&transport=polling";
		HttpResponse<String> response = exchange(HttpRequest.newBuilder(URI.create(endpoint + query)));
		if (response.statusCode() != 200) {
			throw new IllegalStateException("No session over polling: " + response.statusCode());
		}
		String[] packets = response.body().split(SEPARATOR);
		this.sessionId = Json.parse(packets[0].substring(1)).get("sid").stringValue();
		this.uri = URI.create(endpoint + query + "&sid=" + this.sessionId);
		receive();
	}

	private void receive() {
		HTTP.sendAsync(HttpRequest.newBuilder(this.uri).build(), BodyHandlers.ofString()).whenComplete(this::received);
	}

	private void received(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
		if (response == null || response.statusCode() != 200) {
			closed((response != null) ? "GET answered with " + response.statusCode() : "GET failed: " + failure);
			return;
		}
		for (String packet : response.body().split(SEPARATOR, -1)) {
			if (packet.startsWith("b")) {
				received(Message.binary(Base64.getDecoder().decode(packet.substring(1))));
			}
			else {
				receivedPacket(packet);
			}
		}
		if (!isClosed() && !this.closing) {
			receive();
		}
	}

	@Override
	void send(Object... messages) {
		StringJoiner body = new StringJoiner(SEPARATOR);
		for (Object message : messages) {
			body.add((message instanceof byte[] data) ? "b" + Base64.getEncoder().encodeToString(data) : "4" + message);
		}
		sendPacket(body.toString());
	}

	@Override
	void sendPacket(String packet) {
		post(BodyPublishers.ofString(packet));
	}

	/**
	 * Send the body of a request as it is.
	 * @param body the body, not necessarily valid UTF-8
	 */
	void sendBytes(byte[] body) {
		post(BodyPublishers.ofByteArray(body));
	}

	private void post(HttpRequest.BodyPublisher body) {
		// Two requests at the same time would be a violation of the protocol
		synchronized (this.posting) {
			try {
				HTTP.send(HttpRequest.newBuilder(this.uri)
					.header("Content-Type", "text/plain;charset=UTF-8")
					.timeout(TIMEOUT)
					.POST(body)
					.build(), BodyHandlers.discarding());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (IOException ex) {
				// The server may close the session at any time, which the inbox tells
			}
		}
	}

	@Override
	String sessionId() {
		return this.sessionId;
	}

	@Override
	public void close() {
		this.closing = true;
		if (!isClosed()) {
			sendPacket("1");
		}
	}

	private static HttpResponse<String> exchange(HttpRequest.Builder request) {
		try {
			return HTTP.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new IllegalStateException("No session over polling", ex);
		}
	}

}
