package dev.socketio.listener.support;

import dev.socketio.server.ConnectionListener;
import dev.socketio.server.Namespace;
import dev.socketio.server.NamespaceDisconnectListener;
import dev.socketio.server.NamespaceEventListener;
import dev.socketio.server.NamespaceMatcher;
import dev.socketio.server.ParentNamespace;
import dev.socketio.server.SocketIOServer;

/**
 * What listeners are attached to: one namespace, or all those that match a path template.
 */
interface AttachmentPoint {

	void onConnection(ConnectionListener listener);

	void on(String event, NamespaceEventListener listener);

	void onAny(NamespaceEventListener listener);

	void onDisconnecting(NamespaceDisconnectListener listener);

	void onDisconnect(NamespaceDisconnectListener listener);

	static AttachmentPoint of(SocketIOServer server, String namespace) {
		return isTemplate(namespace) ? new Dynamic(server.of(NamespaceMatcher.path(namespace)))
				: new Fixed(server.of(namespace));
	}

	static boolean isTemplate(String namespace) {
		return namespace.contains("{") || namespace.contains("*");
	}

	/**
	 * A namespace with a fixed name.
	 *
	 * @param namespace the namespace
	 */
	record Fixed(Namespace namespace) implements AttachmentPoint {

		@Override
		public void onConnection(ConnectionListener listener) {
			this.namespace.onConnection(listener);
		}

		@Override
		public void on(String event, NamespaceEventListener listener) {
			this.namespace.on(event, listener);
		}

		@Override
		public void onAny(NamespaceEventListener listener) {
			this.namespace.onAny(listener);
		}

		@Override
		public void onDisconnecting(NamespaceDisconnectListener listener) {
			this.namespace.onDisconnecting(listener);
		}

		@Override
		public void onDisconnect(NamespaceDisconnectListener listener) {
			this.namespace.onDisconnect(listener);
		}

	}

	/**
	 * A dynamic namespace.
	 *
	 * @param namespace the namespace
	 */
	record Dynamic(ParentNamespace namespace) implements AttachmentPoint {

		@Override
		public void onConnection(ConnectionListener listener) {
			this.namespace.onConnection(listener);
		}

		@Override
		public void on(String event, NamespaceEventListener listener) {
			this.namespace.on(event, listener);
		}

		@Override
		public void onAny(NamespaceEventListener listener) {
			this.namespace.onAny(listener);
		}

		@Override
		public void onDisconnecting(NamespaceDisconnectListener listener) {
			this.namespace.onDisconnecting(listener);
		}

		@Override
		public void onDisconnect(NamespaceDisconnectListener listener) {
			this.namespace.onDisconnect(listener);
		}

	}

}
