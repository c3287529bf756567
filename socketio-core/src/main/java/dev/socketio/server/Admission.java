package dev.socketio.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Admits the client of one connection to namespaces: finds the namespace and the session
 * to recover, if any, and calls the middlewares. Touched by the owner of the connection
 * only.
 */
final class Admission {

	static final String AUTH_TOO_LARGE = "Authentication payload too large";

	private final ClientConnection client;

	private final ServerContext context;

	private final Instant opened = Instant.now().truncatedTo(ChronoUnit.MILLIS);

	/** How many payloads of the greatest size the client may send for all namespaces. */
	private static final long AUTH_PAYLOADS = 16;

	/** Names that are looked up, or sessions that are, at the moment, with payloads. */
	private final Map<String, Arguments> resolving = new HashMap<>(2);

	/** Dynamic namespaces that exist because of this client. */
	private final ChildQuota children;

	Admission(ClientConnection client, ServerContext context) {
		this.client = client;
		this.context = context;
		this.children = new ChildQuota(context.registry(), context.options().maxDynamicNamespacesPerConnection());
	}

	boolean isResolving(String name) {
		return this.resolving.containsKey(name);
	}

	int resolving() {
		return this.resolving.size();
	}

	/** The client asks for a namespace in which it is not. */
	void connect(String name, Arguments auth) {
		if (authBytes() + size(auth) > AUTH_PAYLOADS * this.context.options().decoderLimits().maxAuthBytes()) {
			refuse(name, new ConnectRefusedException(AUTH_TOO_LARGE));
			return;
		}
		this.resolving.put(name, auth);
		this.context.registry()
			.enter(name, auth, this.children)
			.subscribe((namespace) -> this.client.execute(() -> entered(namespace, auth)),
					(error) -> failed(error, () -> notEntered(name, error)));
	}

	/** Payloads stay for as long as their sockets, and there may be many of them. */
	private long authBytes() {
		long bytes = this.client.authBytes();
		for (Arguments auth : this.resolving.values()) {
			bytes += size(auth);
		}
		return bytes;
	}

	private static long size(Arguments auth) {
		return (auth.size() > 0) ? auth.retainedBytes() : 0;
	}

	private void failed(Throwable error, Runnable outcome) {
		ApplicationCode.failed(error, (failure) -> this.client.execute(outcome));
	}

	private void notEntered(String name, Throwable error) {
		this.resolving.remove(name);
		if (!this.client.isOver()) {
			refuse(name, error);
		}
	}

	private void entered(DefaultNamespace namespace, Arguments auth) {
		if (this.client.isOver()) {
			this.context.registry().exit(namespace);
			return;
		}
		DefaultHandshake handshake = new DefaultHandshake(this.client.session().request(), auth, this.opened);
		new AdmissionAttempt(this, this.client, namespace, handshake).start();
	}

	/** A name is resolved: the connection has the socket from now on. */
	void resolved(DefaultSocket socket) {
		this.resolving.remove(socket.namespace().name());
		this.client.add(socket);
	}

	/** Refuse the client, with a message that reveals no internals. */
	void refuse(String name, Throwable error) {
		Map<String, @Nullable Object> payload = new LinkedHashMap<>(4);
		payload.put("message", "Internal error");
		if (error instanceof ConnectRefusedException refusal) {
			payload.put("message", String.valueOf(refusal.getMessage()));
			if (refusal.data() != null) {
				payload.put("data", refusal.data());
			}
		}
		else {
			FailureLog.admission(name, error);
		}
		ApplicationCode.run(() -> send(name, payload), (failure) -> {
			// the data is the application's, and so are its serializers
			FailureLog.admission(name, failure);
			payload.remove("data");
			send(name, payload);
		});
	}

	private void send(String name, Map<String, @Nullable Object> payload) {
		Object content = this.client.isLegacy() ? LegacyConnect.error(payload) : payload;
		Packet packet = Packet.control(PacketType.CONNECT_ERROR, name, content);
		this.client.session().write(OutgoingPacket.of(this.context.codec(), packet, BroadcastFlags.NONE).batch());
	}

}
