package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.stream.Collectors;

import dev.socketio.engine.TransportType;
import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOWebHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;

/**
 * Says good-bye to the clients before the web server waits for their connections to end.
 */
class SocketIOServerLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(SocketIOServerLifecycle.class);

	/** How long a client may take to answer the close frame. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private final SocketIOServer server;

	private final SocketIOWebHandler handler;

	private final String path;

	private final boolean takesAll;

	private final ListenerCount listeners;

	private volatile boolean running;

	SocketIOServerLifecycle(SocketIOServer server, SocketIOWebHandler handler, String path, boolean takesAll,
			ListenerCount listeners) {
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
			logger.warn("Socket.IO takes every request of the application, because 'socketio.path' is '/'");
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
		int count = this.listeners.get();
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
			.then(Mono.defer(() -> this.handler.close(CLOSE_TIMEOUT)))
			.doFinally((signal) -> callback.run())
			.subscribe(null, (error) -> logger.warn("Could not close all Socket.IO connections", error));
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
