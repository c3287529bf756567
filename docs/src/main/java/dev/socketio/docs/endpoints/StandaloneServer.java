package dev.socketio.docs.endpoints;

import java.time.Duration;

import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOWebHandler;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * A server that needs neither Spring Boot nor an application context.
 */
public final class StandaloneServer implements AutoCloseable {

	private final SocketIOServer io;

	private final SocketIOWebHandler handler;

	private final DisposableServer http;

	/**
	 * Start the server.
	 * @param port the port, 0 for any
	 */
	// tag::standalone[]
	public StandaloneServer(int port) {
		this.io = SocketIOServer.builder().build();
		this.io.on("hello", (socket, event, args, ack) -> ack.send("world"));
		this.handler = new SocketIOWebHandler(this.io.endpoint());
		// Otherwise the first request creates it, which reads files on the event loop
		HttpHandler application = WebHttpHandlerBuilder.webHandler(this.handler)
			.codecConfigurer(ServerCodecConfigurer.create())
			.build();
		this.http = HttpServer.create().port(port).handle(new ReactorHttpHandlerAdapter(application)).bindNow();
	}

	@Override
	public void close() {
		this.io.close().then(this.handler.close(Duration.ofSeconds(2))).block();
		this.http.disposeNow();
	}
	// end::standalone[]

	/**
	 * Return the port.
	 * @return the port
	 */
	public int port() {
		return this.http.port();
	}

}
