package dev.socketio.interop.socketio;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A session that starts over WebSocket.
 */
class WebSocketConnection extends RawConnection implements WebSocket.Listener {

	private final StringBuilder text = new StringBuilder();

	private final ByteArrayOutputStream data = new ByteArrayOutputStream();

	private final CompletableFuture<String> handshake = new CompletableFuture<>();

	private final Object sending = new Object();

	private final WebSocket webSocket;

	private final String sessionId;

	WebSocketConnection(URI endpoint) {
		URI uri = URI.create("ws" + endpoint.toString().substring("http".length()) + "?EIO=4&transport=websocket");
		this.webSocket = await(HTTP.newWebSocketBuilder().connectTimeout(TIMEOUT).buildAsync(uri, this));
		this.sessionId = Json.parse(await(this.handshake).substring(1)).get("sid").stringValue();
	}

	@Override
	void send(Object... messages) {
		for (Object message : messages) {
			if (message instanceof byte[] bytes) {
				quietly((webSocket) -> webSocket.sendBinary(ByteBuffer.wrap(bytes), true));
			}
			else {
				sendPacket("4" + message);
			}
		}
	}

	@Override
	void sendPacket(String packet) {
		quietly((webSocket) -> webSocket.sendText(packet, true));
	}

	@Override
	String sessionId() {
		return this.sessionId;
	}

	@Override
	public void close() {
		if (!isClosed()) {
			quietly((webSocket) -> webSocket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
		}
		this.webSocket.abort();
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
		this.text.append(part);
		if (last) {
			String packet = this.text.toString();
			this.text.setLength(0);
			if (!this.handshake.isDone()) {
				this.handshake.complete(packet);
			}
			else {
				receivedPacket(packet);
			}
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer part, boolean last) {
		byte[] bytes = new byte[part.remaining()];
		part.get(bytes);
		this.data.writeBytes(bytes);
		if (last) {
			received(Message.binary(this.data.toByteArray()));
			this.data.reset();
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.handshake.completeExceptionally(new IllegalStateException("Closed before the handshake"));
		closed("close code " + statusCode);
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.handshake.completeExceptionally(error);
		closed(error.toString());
	}

	private void quietly(Write write) {
		// The JDK's client refuses a write while another one is pending
		synchronized (this.sending) {
			try {
				write.to(this.webSocket).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException ex) {
				// The server may close the session at any time, which the inbox tells
			}
		}
	}

	private static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("No session over WebSocket", ex);
		}
	}

	private interface Write {

		CompletableFuture<WebSocket> to(WebSocket webSocket);

	}

}
