package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.stream.Collectors;

import dev.socketio.engine.TransportType;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOWebHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;

/**
 * Disconnects the clients before the web server waits for their connections to end.
 */
class SocketIOServerLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(SocketIOServerLifecycle.class);

	/** How long a client may take to answer the close frame. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	/** How long disconnect listeners, and what they wait for, may take. */
	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

	private final SocketIOServer server;

	private final SocketIOWebHandler handler;

	private final String path;

	private final boolean takesAll;

	private final @Nullable ListenerStatus listeners;

	private volatile boolean running;

	SocketIOServerLifecycle(SocketIOServer server, SocketIOWebHandler handler, String path, boolean takesAll,
			@Nullable ListenerStatus listeners) {
		this.server = server;
		this.handler = handler;
		this.path = path;
		this.takesAll = takesAll;
		this.listeners = listeners;
	}

	@Override
	public void start() {
		this.running = true;
		if (logger.isInfoEnabled()) {
			logger.info(describe());
		}
		if (this.takesAll) {
			logger.warn("Socket.IO handles every request of the application, because 'socketio.path' is '/'");
		}
	}

	String describe() {
		String transports = this.server.engine()
			.options()
			.transports()
			.stream()
			.sorted()
			.map(TransportType::wireName)
			.collect(Collectors.joining(", "));
		int count = (this.listeners != null) ? this.listeners.count() : 0;
		return "Socket.IO on %s (%s), %s, %d listener%s".formatted(this.path, transports,
				this.server.adapter().describe(), count, (count != 1) ? "s" : "");
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.server.close()
			.then(Mono.defer(this::drainListeners))
			.then(Mono.defer(() -> this.handler.close(CLOSE_TIMEOUT)))
			.doFinally((signal) -> callback.run())
			.subscribe(null, (error) -> logger.warn("Could not close all Socket.IO connections", error));
	}

	/**
	 * What waits for clients that are gone is dropped; disconnect listeners are called.
	 */
	private Mono<Void> drainListeners() {
		ListenerStatus status = this.listeners;
		if (status == null) {
			return Mono.empty();
		}
		long dropped = status.droppedEvents();
		if (dropped > 0) {
			logger.warn("Dropped " + dropped + " events that were waiting for their listeners");
		}
		return status.drained()
			.timeout(DRAIN_TIMEOUT, Mono.fromRunnable(() -> logger
				.warn("Disconnect listeners have not completed after " + DRAIN_TIMEOUT.toSeconds() + " seconds")));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** The highest phase is stopped first, while the web server still serves requests. */
	@Override
	public int getPhase() {
		return SmartLifecycle.DEFAULT_PHASE;
	}

}
