package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import dev.socketio.engine.session.CloseReason;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.engine.session.SessionListener;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a connection with the sockets that share it. Touched by the owner of the
 * connection only.
 */
final class ClientConnection implements SessionListener {

	private static final Logger logger = LoggerFactory.getLogger(ClientConnection.class);

	private final EngineSession session;

	private final ServerContext context;

	private final PacketDecoder decoder;

	/** Sockets by namespace, those whose middlewares are still deciding included. */
	private final Map<String, DefaultSocket> sockets = new HashMap<>(2);

	private final Admission admission;

	private volatile @Nullable DefaultSocketConnection connection;

	private @Nullable Future<?> connectTimer;

	private final PacketDeadline deadline;

	private boolean over;

	ClientConnection(EngineSession session, ServerContext context) {
		this.session = session;
		this.context = context;
		this.admission = new Admission(this, context);
		DecoderLimits limits = context.options().decoderLimits();
		this.decoder = context.codec().decoder(isLegacy() ? limits.withNamespaceQueries() : limits);
		this.deadline = new PacketDeadline(this, context.options().packetTimeout(),
				() -> malformed(new PacketFormatException("the attachments of a packet have not arrived in time")));
		this.connectTimer = session.owner()
			.schedule(() -> execute(this::connectTimeout), context.options().connectTimeout().toNanos(),
					TimeUnit.NANOSECONDS);
	}

	EngineSession session() {
		return this.session;
	}

	/** Return the view of this connection for applications. Called by any thread. */
	SocketConnection connection() {
		DefaultSocketConnection present = this.connection;
		return (present != null) ? present : createConnection();
	}

	private synchronized SocketConnection createConnection() {
		DefaultSocketConnection present = this.connection;
		if (present == null) {
			present = new DefaultSocketConnection(this.session, this.context::newSocketId);
			this.connection = present;
		}
		return present;
	}

	/**
	 * Run a task on the owner of the connection, or not at all if its event loop is gone.
	 * @return whether the task was accepted
	 */
	boolean execute(Runnable task) {
		if (this.session.isDirect()) {
			task.run();
			return true;
		}
		try {
			this.session.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop of a connection is gone");
			return false;
		}
	}

	/**
	 * Run a task on the owner of the connection when the present one is done.
	 * @return whether the task was accepted
	 */
	boolean executeLater(Runnable task) {
		try {
			this.session.executeLater(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	/** Clients of Socket.IO 2 are in the main namespace without asking. */
	@Override
	public void onOpen() {
		if (isLegacy()) {
			connect("/", this.context.codec().arguments(List.of()));
		}
	}

	boolean isLegacy() {
		return this.session.protocol() == 3;
	}

	@Override
	public void onText(byte[] buffer, int offset, int length) {
		if (this.over) {
			return;
		}
		try {
			decoded(this.decoder.text(buffer, offset, length));
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
			decoded(this.decoder.binary(data));
		}
		catch (PacketFormatException ex) {
			malformed(ex);
		}
	}

	private void decoded(@Nullable DecodedPacket packet) {
		if (packet != null) {
			this.deadline.complete();
			handle(packet);
		}
		else {
			long held = this.decoder.partialBytes();
			if (held > 0) {
				this.deadline.incomplete(held);
			}
		}
	}

	@Override
	public void onUpgrade() {
		DefaultSocketConnection present = this.connection;
		if (present != null) {
			present.upgraded();
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
		String name = isLegacy() ? LegacyConnect.namespace(packet.namespace()) : packet.namespace();
		DefaultSocket socket = this.sockets.get(name);
		if (packet.type() == PacketType.CONNECT) {
			if (socket != null && socket.lifecycle().isLeaving()) {
				// the client knows of it, and is faster than the task that ends it
				socket.lifecycle().endNow();
				socket = this.sockets.get(name);
			}
			if (socket != null || this.admission.isResolving(name)) {
				violation("connects twice");
			}
			else if (packet.authTooLarge()) {
				this.admission.refuse(name, new ConnectRefusedException(Admission.AUTH_TOO_LARGE));
			}
			else if (isLegacy()) {
				connect(name, LegacyConnect.auth(packet.namespace(), this.context.codec()));
			}
			else {
				connect(name, packet.arguments());
			}
		}
		else if (socket == null || !socket.lifecycle().isReceiving()) {
			violation("is not in the namespace");
		}
		else if (packet.type() == PacketType.DISCONNECT) {
			socket.lifecycle().end(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
		}
		else {
			socket.input().receive(packet);
		}
	}

	private void connect(String name, Arguments auth) {
		if (this.sockets.size() + this.admission.resolving() >= this.context.options().maxNamespacesPerConnection()) {
			this.admission.refuse(name, new ConnectRefusedException("Too many namespaces"));
			return;
		}
		this.admission.connect(name, auth);
	}

	boolean isOver() {
		return this.over;
	}

	/** A socket whose middlewares are asked. */
	void add(DefaultSocket socket) {
		this.sockets.put(socket.namespace().name(), socket);
	}

	/** Return the number of bytes that the payloads of all sockets keep in memory. */
	long authBytes() {
		long bytes = 0;
		for (DefaultSocket socket : this.sockets.values()) {
			bytes += socket.authBytes();
		}
		return bytes;
	}

	/** The client is in a namespace, so it may stay. */
	void admitted() {
		stopConnectTimer();
	}

	/** A socket has left its namespace. */
	void left(DefaultSocket socket) {
		if (this.sockets.remove(socket.namespace().name(), socket)) {
			this.context.registry().exit(socket.namespace());
		}
	}

	void disconnectAll() {
		for (DefaultSocket socket : snapshot()) {
			socket.lifecycle().dismiss();
		}
		close();
	}

	/** The server is going down. */
	void shutdown() {
		execute(() -> {
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
			socket.input().reportError(error);
		}
		close();
	}

	private void violation(String what) {
		logger.debug("Client {}: closing", what);
		close();
	}

	/** Close the connection and end all sockets at once. */
	private void close() {
		this.session.close();
		endAll(DisconnectReason.FORCED_SERVER_CLOSE);
	}

	private void endAll(DisconnectReason reason) {
		this.over = true;
		step(this::stopConnectTimer);
		step(this.deadline::stop);
		step(() -> this.context.closed(this));
		for (DefaultSocket socket : snapshot()) {
			step(() -> end(socket, reason));
		}
	}

	private void end(DefaultSocket socket, DisconnectReason reason) {
		if (socket.lifecycle().hasConnected()) {
			socket.lifecycle().end(reason);
		}
		else {
			socket.lifecycle().refused();
			left(socket);
		}
	}

	private static void step(ApplicationCode.Action step) {
		ApplicationCode.run(step, (error) -> logger.error("A step of the end of a connection failed", error));
	}

	private Collection<DefaultSocket> snapshot() {
		return new ArrayList<>(this.sockets.values());
	}

}
