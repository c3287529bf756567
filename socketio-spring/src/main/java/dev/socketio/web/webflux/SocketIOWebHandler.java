package dev.socketio.web.webflux;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.session.EngineEndpoint;
import dev.socketio.engine.session.EngineResponse;
import dev.socketio.engine.session.RequestAbortedException;
import dev.socketio.engine.session.WebSocketDecision;
import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Serves an {@link EngineEndpoint} on a WebFlux application that runs on Reactor Netty.
 * Map it to the path of the endpoint and everything below.
 *
 * @since 0.1.0
 */
public final class SocketIOWebHandler implements WebHandler {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOWebHandler.class);

	private final EngineEndpoint engine;

	private final UnreadResponses unread;

	private final WebSocketUpgrade upgrade;

	private final ResponseCompression compression;

	private final Map<EventLoop, Scheduler> schedulers = new ConcurrentHashMap<>();

	/**
	 * Create a handler.
	 * @param engine serves the requests
	 */
	public SocketIOWebHandler(EngineEndpoint engine) {
		this.engine = engine;
		this.unread = new UnreadResponses(engine.options().pingInterval().plus(engine.options().pingTimeout()));
		this.upgrade = new WebSocketUpgrade(engine.options());
		this.compression = new ResponseCompression(engine.options().httpCompressionThreshold());
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		EngineRequest request = ExchangeRequests.copy(exchange.getRequest());
		if (!request.query().getOrDefault("sid", "").isEmpty()) {
			return handle(exchange, request);
		}
		return exchange.getPrincipal()
			.map(request::withPrincipal)
			.defaultIfEmpty(request)
			.flatMap((handshake) -> handle(exchange, handshake));
	}

	/**
	 * Close the WebSockets that are still open.
	 * @param timeout how long clients may take to answer the close frame
	 * @return completes when all are closed
	 */
	public Mono<Void> close(Duration timeout) {
		return this.upgrade.close(timeout);
	}

	private Mono<Void> handle(ServerWebExchange exchange, EngineRequest request) {
		EventLoop loop = connection(exchange.getRequest());
		Scheduler connection = this.schedulers.computeIfAbsent(loop, Schedulers::fromExecutor);
		if (isUpgrade(exchange.getRequest())) {
			return this.engine.handleWebSocket(request)
				.publishOn(connection)
				.flatMap((decision) -> answer(exchange, decision));
		}
		// Sessions answer on a loop of their own, but a response that is written there
		// races with what Reactor Netty does on the loop of the connection: once in some
		// thousand sessions a request would hang.
		return this.engine.handle(request, new BoundedBody(exchange.getRequest()), loop)
			.publishOn(connection)
			.flatMap((response) -> write(exchange, response))
			.onErrorResume(RequestAbortedException.class, (ex) -> drop(exchange));
	}

	private Mono<Void> answer(ServerWebExchange exchange, WebSocketDecision decision) {
		WebSocketDecision.Refusal refusal = decision.refusal();
		if (refusal == null) {
			refusal = this.upgrade.check(exchange);
		}
		if (refusal != null) {
			return refuse(exchange.getResponse(), refusal);
		}
		return this.upgrade.perform(exchange, decision);
	}

	/**
	 * Refuse a handshake. The connection is closed, so that proxies and browsers notice.
	 */
	private Mono<Void> refuse(ServerHttpResponse response, WebSocketDecision.Refusal refusal) {
		byte[] body = refusal.message().getBytes(StandardCharsets.UTF_8);
		response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
		response.getHeaders().set(HttpHeaders.CONNECTION, "close");
		response.getHeaders().setContentType(MediaType.TEXT_HTML);
		response.getHeaders().setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	private Mono<Void> write(ServerWebExchange exchange, EngineResponse answer) {
		ServerHttpResponse response = exchange.getResponse();
		HttpServerResponse sent = ServerHttpResponseDecorator.getNativeResponse(response);
		if (sent.hasSentHeaders()) {
			// the rest of the request was malformed, and Reactor Netty has said so
			return Mono.empty();
		}
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		for (Map.Entry<String, List<String>> header : answer.headers().entrySet()) {
			response.getHeaders().addAll(header.getKey(), header.getValue());
		}
		if (answer.contentType() != null) {
			response.getHeaders().set(HttpHeaders.CONTENT_TYPE, answer.contentType());
		}
		byte[] body = answer.compressible() ? this.compression.apply(exchange, answer.body()) : answer.body();
		response.getHeaders().setContentLength(body.length);
		if (body.length == 0) {
			return response.setComplete();
		}
		HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
		request.withConnection((connection) -> this.unread.writing(connection.channel(), body.length));
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	private static void close(ServerWebExchange exchange) {
		HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
		request.withConnection((connection) -> connection.channel().close());
	}

	/** The session ended during the upload, so there is no meaningful response. */
	private Mono<Void> drop(ServerWebExchange exchange) {
		logger.debug("Dropping the connection of an unfinished upload");
		close(exchange);
		return Mono.never();
	}

	private static EventLoop connection(ServerHttpRequest request) {
		if (!(ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest nettyRequest)) {
			throw new IllegalStateException("Socket.IO needs Reactor Netty as the web server of the application");
		}
		EventLoop[] loop = new EventLoop[1];
		nettyRequest.withConnection((connection) -> loop[0] = connection.channel().eventLoop());
		return loop[0];
	}

	private static boolean isUpgrade(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		return "websocket".equalsIgnoreCase(headers.getUpgrade())
				&& headers.getConnection().stream().anyMatch("upgrade"::equalsIgnoreCase);
	}

}
