package dev.socketio.interop.features;

import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.TestServer;

/**
 * The transports that cases are run over.
 */
enum Transport {

	WEBSOCKET {

		@Override
		HttpRequest handshake(Mount mount, String query) {
			return HttpRequest.webSocket(mount.webSocket() + query);
		}

		@Override
		Link open(TestServer server, Mount mount, HttpRequest handshake) {
			return new WebSocketLink(server, handshake);
		}

	},

	POLLING {

		@Override
		HttpRequest handshake(Mount mount, String query) {
			return HttpRequest.get(mount.polling() + query);
		}

		@Override
		Link open(TestServer server, Mount mount, HttpRequest handshake) {
			return new PollingLink(server, mount, handshake);
		}

	};

	/**
	 * Create the first request of a session.
	 * @param mount the endpoint
	 * @param query more query parameters, each with a leading ampersand
	 * @return the request
	 */
	abstract HttpRequest handshake(Mount mount, String query);

	/**
	 * Open a session.
	 * @param server the server
	 * @param mount the endpoint
	 * @param handshake the first request
	 * @return the open session
	 */
	abstract Link open(TestServer server, Mount mount, HttpRequest handshake);

	Link open(TestServer server, Mount mount) {
		return open(server, mount, handshake(mount, ""));
	}

}
