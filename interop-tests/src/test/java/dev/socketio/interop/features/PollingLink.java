package dev.socketio.interop.features;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A session over HTTP long-polling. A GET is always pending.
 */
final class PollingLink extends Link {

	private final TestServer server;

	private final String target;

	private final String sid;

	private volatile @Nullable HttpConnection pending;

	private volatile boolean cut;

	PollingLink(TestServer server, Mount mount, HttpRequest handshake) {
		this.server = server;
		HttpResponse response = HttpConnection.exchange(server, handshake);
		if (response.status() != 200) {
			throw new AssertionError("Handshake refused: " + response);
		}
		this.sid = Json.parse(response.packets().get(0).substring(1)).get("sid").stringValue();
		this.target = mount.polling(this.sid);
		start(this::read);
	}

	private void read() {
		boolean open = true;
		while (open) {
			HttpResponse response;
			try (HttpConnection connection = HttpConnection.open(this.server)) {
				connection.send(HttpRequest.get(this.target));
				this.pending = connection;
				if (this.cut) {
					connection.close();
				}
				response = connection.receive(Duration.ofHours(1));
				this.pending = null;
			}
			if (response.status() != 200) {
				ended("GET answered with " + response);
				return;
			}
			for (String packet : response.packets()) {
				if (packet.startsWith("b")) {
					received(Base64.getDecoder().decode(packet.substring(1)));
				}
				else {
					open &= receivedPacket(packet);
				}
			}
		}
	}

	@Override
	String sid() {
		return this.sid;
	}

	@Override
	void send(Object... messages) {
		List<String> packets = new ArrayList<>();
		for (Object message : messages) {
			packets
				.add((message instanceof byte[] data) ? "b" + Base64.getEncoder().encodeToString(data) : "4" + message);
		}
		sendPacket(String.join(PollingSession.SEPARATOR, packets));
	}

	@Override
	void closeBehind(String... messages) {
		List<String> packets = new ArrayList<>();
		for (String message : messages) {
			packets.add("4" + message);
		}
		packets.add("1");
		sendPacket(String.join(PollingSession.SEPARATOR, packets));
	}

	@Override
	synchronized void sendPacket(String packet) {
		HttpConnection.exchange(this.server, HttpRequest.post(this.target, packet));
	}

	/**
	 * Target of the requests of this session.
	 * @return path and query
	 */
	String target() {
		return this.target;
	}

	HttpResponse exchange(HttpRequest request) {
		return HttpConnection.exchange(this.server, request);
	}

	/** Send a second GET while the first one is pending. */
	void overlap() {
		awaitPending();
		exchange(HttpRequest.get(this.target));
	}

	private HttpConnection awaitPending() {
		Awaitility.await("pending request").atMost(Client.TIMEOUT).until(() -> this.pending != null);
		return Objects.requireNonNull(this.pending);
	}

	@Override
	void cut() {
		// The one that is pending may be answered meanwhile: then it is the next one
		this.cut = true;
		// Without a reset, so that the server is sure to see the request before its end
		awaitPending().close();
	}

	@Override
	public void close() {
		try {
			sendPacket("1");
		}
		catch (UncheckedIOException ex) {
			// the session has ended meanwhile, and with it what is being uploaded
		}
	}

}
