package dev.socketio.interop.engine;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.ServerUnderTestExtension;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketSession;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Keeps two sessions, one per transport, for as long as the tests of a class run, and
 * lets them exchange messages with the server after each test: whatever a hostile client
 * did, no other client may notice.
 */
class CanaryExtension implements BeforeAllCallback, AfterEachCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		TestServer server = ServerUnderTestExtension.get(context);
		store(context).put(Canary.class, new Canary(PollingSession.openForEcho(server, Mount.SOCKET_IO_QUIET),
				WebSocketSession.openForEcho(server, Mount.SOCKET_IO_QUIET)));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		store(context).get(Canary.class, Canary.class).sing(context.getUniqueId().replaceAll("\\W", "-"));
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(Namespace.create(CanaryExtension.class));
	}

	private record Canary(PollingSession polling, WebSocketSession webSocket) implements AutoCloseable {

		void sing(String text) {
			this.webSocket.echo(text);
			this.polling.echo(text);
		}

		@Override
		public void close() {
			this.webSocket.close();
			this.polling.post("1");
		}

	}

}
