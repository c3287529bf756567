package dev.socketio.engine.session;

import java.util.function.BiFunction;

import io.netty.channel.EventLoop;

/**
 * Opens a WebSocket whose handshake has been accepted.
 *
 * @since 0.1.0
 */
public final class WebSocketOpener {

	private final WebSocketFormat format;

	private final BiFunction<WebSocketConnection, EventLoop, WebSocketInbound> open;

	WebSocketOpener(WebSocketFormat format, BiFunction<WebSocketConnection, EventLoop, WebSocketInbound> open) {
		this.format = format;
		this.open = open;
	}

	/**
	 * Return the form that packets have as messages of the WebSocket.
	 * @return the format
	 */
	public WebSocketFormat format() {
		return this.format;
	}

	/**
	 * Open the WebSocket. To be called once, on the event loop, when the handshake is
	 * done.
	 * @param connection the connection
	 * @param loop the event loop that the connection is used on
	 * @return takes the messages of the client
	 */
	public WebSocketInbound open(WebSocketConnection connection, EventLoop loop) {
		return this.open.apply(connection, loop);
	}

}
