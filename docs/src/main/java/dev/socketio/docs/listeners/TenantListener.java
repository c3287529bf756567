package dev.socketio.docs.listeners;

import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.listener.SocketNamespaceVariable;
import dev.socketio.server.Namespace;

import org.springframework.stereotype.Component;

// tag::listener[]
@Component
@SocketNamespace("/tenant-{id}")
class TenantListener {

	@SocketEventListener("announce")
	String announce(String text, @SocketNamespaceVariable String id, Namespace tenant) {
		tenant.emit("announcement", text);
		return id;
	}

}
// end::listener[]
