package dev.socketio.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.HandshakeFilter;
import reactor.core.publisher.Mono;

/**
 * A server whose sessions write down what happens to them.
 */
final class EngineFixture implements AutoCloseable {

	final Loops loops = Loops.of(2);

	final EngineServer server;

	/** Whether the application reads nothing from new sessions. */
	volatile boolean paused;

	/** The listener of new sessions, instead of their logs. */
	volatile SessionListener listener;

	/** Called for every new session. */
	volatile Consumer<EngineSession> onOpened = (session) -> {
	};

	private final List<EngineSession> sessions = new CopyOnWriteArrayList<>();

	private final Map<EngineSession, SessionLog> logs = new ConcurrentHashMap<>();

	EngineFixture(EngineOptions options) {
		this(options, (request) -> Mono.empty());
	}

	EngineFixture(EngineOptions options, HandshakeFilter filter) {
		this.server = new EngineServer(options, filter, this::opened);
	}

	private SessionListener opened(EngineSession session) {
		SessionLog log = new SessionLog();
		this.logs.put(session, log);
		this.sessions.add(session);
		if (this.paused) {
			session.pauseReading();
		}
		this.onOpened.accept(session);
		SessionListener other = this.listener;
		return (other != null) ? other : log;
	}

	/** The session that was opened last. */
	EngineSession session() {
		return this.sessions.get(this.sessions.size() - 1);
	}

	List<EngineSession> sessions() {
		return new ArrayList<>(this.sessions);
	}

	/** What has happened: answers may arrive before what they tell has been logged. */
	List<String> log() {
		return log(session());
	}

	List<String> log(EngineSession session) {
		Loops.settle(session.home(), session.owner());
		return this.logs.get(session).entries();
	}

	/** Wait until the session has done what it was told. */
	void settle() {
		Loops.settle(session().home(), session().owner());
	}

	@Override
	public void close() {
		this.loops.close();
	}

}
