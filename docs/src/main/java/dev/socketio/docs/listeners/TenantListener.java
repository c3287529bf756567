package dev.socketio.docs.listeners;

import dev.socketio.listener.NamespaceVariable;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Namespace;

import org.springframework.stereotype.Component;

// tag::listener[]
@Component
@SocketEventListener(namespace = "/tenant-{id}")
class TenantListener {

	@SocketEventListener("announce")
	String announce(String text, @NamespaceVariable String id, Namespace tenant) {
		tenant.emit("announcement", text);
		return id;
	}

}
// end::listener[]
