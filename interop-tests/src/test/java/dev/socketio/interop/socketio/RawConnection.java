package dev.socketio.interop.socketio;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.fail;

/**
 * An Engine.IO session whose messages are written by hand. It answers pings by itself and
 * hides every other Engine.IO packet.
 * <p>
 * Sending never fails: a case sees that the server has closed the session by what it
 * receives.
 */
abstract class RawConnection implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.build();

	private static final Message CLOSED = Message.text("closed");

	private final BlockingQueue<Message> inbox = new LinkedBlockingQueue<>();

	private final AtomicInteger pings = new AtomicInteger();

	private volatile boolean closed;

	private volatile String closeDetails = "";

	/**
	 * Send messages, over polling all of them in one request.
	 * @param messages a {@code String} for each text message, a {@code byte[]} for each
	 * binary one
	 */
	abstract void send(Object... messages);

	/**
	 * Send an Engine.IO packet.
	 * @param packet the packet with its type
	 */
	abstract void sendPacket(String packet);

	/**
	 * The id of the Engine.IO session.
	 * @return the id
	 */
	abstract String sessionId();

	@Override
	public abstract void close();

	Message next() {
		return next(TIMEOUT);
	}

	Message next(Duration timeout) {
		Message message = poll(timeout);
		if (message == null) {
			return fail("Nothing was received within %s", timeout);
		}
		if (message == CLOSED) {
			this.inbox.add(CLOSED);
			return fail("The session was closed by the server: %s", this.closeDetails);
		}
		return message;
	}

	String nextText() {
		Message message = next();
		return Objects.requireNonNullElseGet(message.text(),
				() -> fail("Expected a text message but received %s", message));
	}

	byte[] nextBinary() {
		Message message = next();
		byte[] data = message.data();
		return (data != null) ? data : fail("Expected a binary message but received %s", message);
	}

	/**
	 * Wait until the server has closed the session.
	 * @return what was received before
	 */
	List<Message> awaitClose() {
		List<Message> received = new ArrayList<>();
		while (true) {
			Message message = poll(TIMEOUT);
			if (message == null) {
				return fail("The session is still open, received: %s", received);
			}
			if (message == CLOSED) {
				this.inbox.add(CLOSED);
				return received;
			}
			received.add(message);
		}
	}

	/**
	 * Wait until the server has closed the session or has sent a message.
	 * @param expected the message
	 * @return whether one of the two has happened in time
	 */
	boolean awaitCloseOr(Message expected) {
		Message message = poll(TIMEOUT);
		while (message != null && message != CLOSED && !message.equals(expected)) {
			message = poll(TIMEOUT);
		}
		if (message == CLOSED) {
			this.inbox.add(CLOSED);
		}
		return message != null;
	}

	boolean isClosed() {
		return this.closed;
	}

	int pingCount() {
		return this.pings.get();
	}

	void received(Message message) {
		this.inbox.add(message);
	}

	void receivedPacket(String packet) {
		switch (packet.isEmpty() ? '?' : packet.charAt(0)) {
			case '1' -> closed("close packet");
			case '2' -> {
				this.pings.incrementAndGet();
				sendPacket("3");
			}
			case '4' -> received(Message.text(packet.substring(1)));
			case '6' -> {
			}
			default -> closed("unexpected packet " + Message.shortened(packet));
		}
	}

	void closed(String details) {
		if (!this.closed) {
			this.closeDetails = details;
			this.closed = true;
			this.inbox.add(CLOSED);
		}
	}

	private @Nullable Message poll(Duration timeout) {
		try {
			return this.inbox.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
