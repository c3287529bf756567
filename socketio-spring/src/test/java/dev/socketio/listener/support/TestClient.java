package dev.socketio.listener.support;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Speaks to a server in packets as they are on the wire.
 */
final class TestClient implements AutoCloseable {

	private static final String PING = "2";

	private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();

	private final CompletableFuture<Integer> closed = new CompletableFuture<>();

	private final WebSocket webSocket;

	private TestClient(WebSocket.Builder builder, int port) {
		this.webSocket = builder
			.buildAsync(URI.create("ws://localhost:" + port + "/socket.io/?EIO=4&transport=websocket"), new Receiver())
			.orTimeout(30, TimeUnit.SECONDS)
			.join();
		assertThat(receive()).startsWith("0{");
	}

	static TestClient open(int port) {
		return open(port, (builder) -> {
		});
	}

	static TestClient open(int port, Consumer<WebSocket.Builder> customizer) {
		WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
		customizer.accept(builder);
		return new TestClient(builder, port);
	}

	/** Open a connection and enter a namespace. */
	static TestClient connect(int port, String namespace) {
		TestClient client = open(port);
		client.join(namespace, "");
		return client;
	}

	/** Enter a namespace, and return the id of the socket. */
	String join(String namespace, String auth) {
		String prefix = (namespace.equals("/") ? "40" : "40" + namespace + ",");
		send(prefix + auth);
		String answer = receive();
		assertThat(answer).startsWith(prefix + "{\"sid\":\"").endsWith("\"}");
		return answer.substring(prefix.length() + 8, answer.length() - 2);
	}

	void send(String packet) {
		this.webSocket.sendText(packet, true).orTimeout(30, TimeUnit.SECONDS).join();
	}

	void send(byte[] attachment) {
		this.webSocket.sendBinary(ByteBuffer.wrap(attachment), true).orTimeout(30, TimeUnit.SECONDS).join();
	}

	String receive() {
		try {
			String packet = this.packets.poll(20, TimeUnit.SECONDS);
			assertThat(packet).as("packet within 20 seconds").isNotNull();
			return packet;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Send something and wait for what comes back. */
	String exchange(String packet) {
		send(packet);
		return receive();
	}

	int closeCode(Duration timeout) {
		return this.closed.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
	}

	@Override
	public void close() {
		this.webSocket.abort();
	}

	private final class Receiver implements WebSocket.Listener {

		private final StringBuilder text = new StringBuilder();

		@Override
		public CompletionStage<?> onText(WebSocket source, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				String packet = this.text.toString();
				// left unanswered: no test takes so long that the server gives up
				if (!packet.equals(PING)) {
					TestClient.this.packets.add(packet);
				}
				this.text.setLength(0);
			}
			source.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket source, int statusCode, String reason) {
			TestClient.this.closed.complete(statusCode);
			return null;
		}

		@Override
		public void onError(WebSocket source, Throwable error) {
			TestClient.this.closed.completeExceptionally(error);
		}

	}

}
