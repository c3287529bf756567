package dev.socketio.interop.socketio;

import java.net.URI;

/**
 * The transports the cases are run over.
 */
enum Transport {

	WEBSOCKET {

		@Override
		RawConnection open(URI endpoint) {
			return new WebSocketConnection(endpoint);
		}

	},

	POLLING {

		@Override
		RawConnection open(URI endpoint) {
			return new PollingConnection(endpoint);
		}

	};

	/**
	 * Open an Engine.IO session and wait for its handshake.
	 * @param endpoint the endpoint without query, for example
	 * {@code http://localhost:8080/socket.io/}
	 * @return the open connection
	 */
	abstract RawConnection open(URI endpoint);

}
