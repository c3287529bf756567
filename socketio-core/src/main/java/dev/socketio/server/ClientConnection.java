package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.engine.CloseReason;
import dev.socketio.engine.EngineSession;
import dev.socketio.engine.SessionListener;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Joins a connection with the sockets that share it. Touched by the owner of the
 * connection only.
 */
final class ClientConnection implements SessionListener {

	private static final Logger logger = LoggerFactory.getLogger(ClientConnection.class);

	private final EngineSession session;

	private final DefaultSocketIOServer server;

	private final PacketDecoder decoder;

	private final long opened = System.currentTimeMillis();

	/** Sockets by namespace, those whose middlewares are still deciding included. */
	private final Map<String, DefaultSocket> sockets = new HashMap<>(2);

	private @Nullable Future<?> connectTimer;

	private boolean over;

	ClientConnection(EngineSession session, DefaultSocketIOServer server) {
		this.session = session;
		this.server = server;
		this.decoder = server.codec().decoder(server.decoderLimits());
		this.connectTimer = session.owner()
			.schedule(() -> session.execute(this::connectTimeout), server.connectTimeout().toNanos(),
					TimeUnit.NANOSECONDS);
	}

	EngineSession session() {
		return this.session;
	}

	@Override
	public void onText(byte[] buffer, int offset, int length) {
		if (this.over) {
			return;
		}
		try {
			DecodedPacket packet = this.decoder.text(buffer, offset, length);
			if (packet != null) {
				handle(packet);
			}
		}
		catch (PacketFormatException ex) {
			malformed(ex);
		}
	}

	@Override
	public void onBinary(byte[] data) {
		if (this.over) {
			return;
		}
		try {
			DecodedPacket packet = this.decoder.binary(data);
			if (packet != null) {
				handle(packet);
			}
		}
		catch (PacketFormatException ex) {
			malformed(ex);
		}
	}

	@Override
	public void onClose(CloseReason reason) {
		endAll(switch (reason) {
			case TRANSPORT_CLOSE -> DisconnectReason.TRANSPORT_CLOSE;
			case TRANSPORT_ERROR -> DisconnectReason.TRANSPORT_ERROR;
			case PARSE_ERROR -> DisconnectReason.PARSE_ERROR;
			case PING_TIMEOUT -> DisconnectReason.PING_TIMEOUT;
			case FORCED_CLOSE -> DisconnectReason.FORCED_CLOSE;
		});
	}

	private void handle(DecodedPacket packet) {
		String name = packet.namespace();
		DefaultSocket socket = this.sockets.get(name);
		if (packet.type() == PacketType.CONNECT) {
			if (socket != null) {
				violation("connects twice");
			}
			else {
				connect(name, packet.arguments());
			}
		}
		else if (socket == null || !socket.isConnected()) {
			violation("is not in the namespace");
		}
		else if (packet.type() == PacketType.DISCONNECT) {
			socket.end(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		}
		else {
			socket.receive(packet);
		}
	}

	private void connect(String name, Arguments auth) {
		DefaultNamespace namespace = this.server.find(name);
		if (namespace == null) {
			refuse(name, new ConnectRefusedException("Invalid namespace"));
		}
		else if (this.sockets.size() >= this.server.maxNamespacesPerConnection()) {
			refuse(name, new ConnectRefusedException("Too many namespaces"));
		}
		else {
			Handshake handshake = new DefaultHandshake(this.session.request(), auth, this.opened);
			DefaultSocket socket = new DefaultSocket(this.server.newSocketId(), namespace, this, handshake,
					this.server.maxPendingAcks());
			this.sockets.put(name, socket);
			admit(socket, List.copyOf(namespace.middlewares()), 0);
		}
	}

	/** Ask the middlewares from an index on. */
	private void admit(DefaultSocket socket, List<NamespaceMiddleware> middlewares, int index) {
		if (this.over) {
			socket.refused();
			return;
		}
		if (index == middlewares.size()) {
			stopConnectTimer();
			socket.connected();
			return;
		}
		Mono<Void> decision;
		try {
			decision = middlewares.get(index).handle(socket);
		}
		catch (Exception ex) {
			decision = Mono.error(ex);
		}
		decision.subscribe(null, (error) -> this.session.execute(() -> reject(socket, error)),
				() -> this.session.execute(() -> admit(socket, middlewares, index + 1)));
	}

	private void reject(DefaultSocket socket, Throwable error) {
		socket.refused();
		if (!this.over) {
			this.sockets.remove(socket.namespace().name());
			refuse(socket.namespace().name(), error);
		}
	}

	private void refuse(String name, Throwable error) {
		Map<String, @Nullable Object> payload = new LinkedHashMap<>(4);
		if (error instanceof ConnectRefusedException refusal) {
			payload.put("message", String.valueOf(refusal.getMessage()));
			if (refusal.data() != null) {
				payload.put("data", refusal.data());
			}
		}
		else {
			// what went wrong inside is nobody's business outside
			logger.warn("A middleware of namespace {} failed", name, error);
			payload.put("message", "Internal error");
		}
		Packet packet = Packet.control(PacketType.CONNECT_ERROR, name, payload);
		this.session.write(Outgoing.of(this.server.codec(), packet, BroadcastFlags.NONE).batch());
	}

	/** A socket has left its namespace. */
	void left(DefaultSocket socket) {
		this.sockets.remove(socket.namespace().name(), socket);
	}

	void disconnectAll() {
		for (DefaultSocket socket : snapshot()) {
			if (socket.isConnected()) {
				socket.sendDisconnect();
				socket.end(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			}
		}
		close();
	}

	/** The server is going down. */
	void shutdown() {
		this.session.execute(() -> {
			endAll(DisconnectReason.SERVER_SHUTTING_DOWN);
			this.session.closeNow();
		});
	}

	private void connectTimeout() {
		if (!this.over && this.connectTimer != null) {
			logger.debug("No namespace joined in time");
			close();
		}
	}

	private void stopConnectTimer() {
		Future<?> timer = this.connectTimer;
		this.connectTimer = null;
		if (timer != null) {
			timer.cancel(false);
		}
	}

	private void malformed(PacketFormatException error) {
		logger.debug("Malformed packet: {}", error.getMessage());
		for (DefaultSocket socket : snapshot()) {
			socket.reportError(error);
		}
		close();
	}

	private void violation(String what) {
		logger.debug("Client {}: closing", what);
		close();
	}

	/** Close the connection; whoever is still here then has to go at once. */
	private void close() {
		this.session.close();
		endAll(DisconnectReason.FORCED_SERVER_CLOSE);
	}

	private void endAll(DisconnectReason reason) {
		this.over = true;
		stopConnectTimer();
		this.server.closed(this);
		for (DefaultSocket socket : snapshot()) {
			if (socket.isConnected()) {
				socket.end(reason);
			}
			else {
				socket.refused();
			}
		}
		this.sockets.clear();
	}

	private Collection<DefaultSocket> snapshot() {
		return new ArrayList<>(this.sockets.values());
	}

}
