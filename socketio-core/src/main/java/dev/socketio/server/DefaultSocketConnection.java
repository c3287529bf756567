package dev.socketio.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.TransportType;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.ArgumentChecks;
import org.jspecify.annotations.Nullable;

/**
 * The part of an engine session that applications may use. One for each connection, made
 * when an application asks for it.
 */
final class DefaultSocketConnection implements SocketConnection {

	private final EngineSession session;

	private final Supplier<String> ids;

	private final List<UpgradeListener> upgradeListeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable String id;

	DefaultSocketConnection(EngineSession session, Supplier<String> ids) {
		this.session = session;
		this.ids = ids;
	}

	@Override
	public String id() {
		String present = this.id;
		return (present != null) ? present : createId();
	}

	private synchronized String createId() {
		String present = this.id;
		if (present == null) {
			present = this.ids.get();
			this.id = present;
		}
		return present;
	}

	@Override
	public TransportType transport() {
		return this.session.transport();
	}

	@Override
	public int protocol() {
		return this.session.protocol();
	}

	@Override
	public EngineRequest request() {
		return this.session.request();
	}

	@Override
	public boolean isOpen() {
		return this.session.isOpen();
	}

	@Override
	public void close() {
		this.session.close();
	}

	@Override
	public SocketConnection onUpgrade(UpgradeListener listener) {
		this.upgradeListeners.add(ArgumentChecks.notNull(listener, "listener"));
		return this;
	}

	/** The transport has changed. On the owner of the connection. */
	void upgraded() {
		TransportType transport = transport();
		for (UpgradeListener listener : this.upgradeListeners) {
			ApplicationCode.run(() -> listener.onUpgrade(transport), FailureLog::upgrade);
		}
	}

	@Override
	public String toString() {
		return "Connection " + id();
	}

}
