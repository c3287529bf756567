package dev.socketio.web.webflux;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.engine.session.CloseReason;
import dev.socketio.engine.session.EngineServer;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.engine.session.SessionListener;
import io.netty.channel.Channel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * An engine on a real port, with the channels of its connections.
 */
final class TestEndpoint implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final List<Channel> channels = new CopyOnWriteArrayList<>();

	private final EngineServer engine;

	private final DisposableServer http;

	TestEndpoint(EngineServer engine) {
		this.engine = engine;
		this.http = HttpServer.create()
			.host("localhost")
			.port(0)
			.doOnConnection((connection) -> this.channels.add(connection.channel()))
			.handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.webHandler(new SocketIOWebHandler(engine))
				.codecConfigurer(ServerCodecConfigurer.create())
				.build()))
			.bindNow();
	}

	/** A handler of sessions that does nothing. */
	static SessionListener ignoreMessages(EngineSession session) {
		return new SessionListener() {

			@Override
			public void onText(byte[] buffer, int offset, int length) {
			}

			@Override
			public void onBinary(byte[] data) {
			}

			@Override
			public void onClose(CloseReason reason) {
			}

		};
	}

	int port() {
		return this.http.port();
	}

	/** The channel of the last connection. */
	Channel channel() {
		return this.channels.get(this.channels.size() - 1);
	}

	@Override
	public void close() {
		this.engine.close().block(TIMEOUT);
		this.http.disposeNow(TIMEOUT);
	}

}
