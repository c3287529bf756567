package dev.socketio.web.webflux;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.WebSocketDecision;
import dev.socketio.engine.session.WebSocketOpener;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;

/**
 * Turns an exchange into a WebSocket and hands its channel to the engine.
 */
final class WebSocketUpgrade {

	/** 16 bytes in Base64, with the padding that a lenient decoder would not require. */
	private static final Pattern KEY = Pattern.compile("[+/0-9A-Za-z]{22}==");

	/** The first one that a client asks for, as in Node.js. */
	private static final String ANY_PROTOCOL = "*";

	private final int maxMessageSize;

	private final boolean compress;

	private final WebsocketServerSpec spec;

	/** Reactor Netty opens no WebSocket without a sub-protocol when it may select one. */
	private final WebsocketServerSpec specWithProtocol;

	private final Set<ReactorWebSocketConnection> open = ConcurrentHashMap.newKeySet();

	WebSocketUpgrade(EngineOptions options) {
		this.maxMessageSize = options.maxHttpBufferSize();
		this.compress = options.perMessageDeflateThreshold() >= 0;
		this.spec = spec().build();
		this.specWithProtocol = spec().protocols(ANY_PROTOCOL).build();
	}

	private WebsocketServerSpec.Builder spec() {
		return WebsocketServerSpec.builder()
			.maxFramePayloadLength(this.maxMessageSize)
			.maxDecompressionBufferSize(this.maxMessageSize)
			.compress(this.compress)
			.compressionAllowServerNoContext(true)
			.handlePing(true);
	}

	/** Check what Reactor Netty does not check, or not as clients expect. */
	WebSocketDecision.@Nullable Refusal check(ServerWebExchange exchange) {
		HttpHeaders headers = exchange.getRequest().getHeaders();
		if (!HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
			return new WebSocketDecision.Refusal(405, "Invalid HTTP method");
		}
		String key = headers.getFirst("Sec-WebSocket-Key");
		if (key == null || !KEY.matcher(key).matches()) {
			return new WebSocketDecision.Refusal(400, "Missing or invalid Sec-WebSocket-Key header");
		}
		if (!"13".equals(headers.getFirst("Sec-WebSocket-Version"))) {
			exchange.getResponse().getHeaders().set("Sec-WebSocket-Version", "13");
			return new WebSocketDecision.Refusal(400, "Missing or invalid Sec-WebSocket-Version header");
		}
		if (!SubProtocols.areValid(headers.getOrEmpty(SubProtocols.HEADER))) {
			return new WebSocketDecision.Refusal(400, "Invalid Sec-WebSocket-Protocol header");
		}
		if (this.compress && !ExtensionOffers.areValid(headers.getOrEmpty(ExtensionOffers.HEADER))) {
			return new WebSocketDecision.Refusal(400, "Invalid or unacceptable Sec-WebSocket-Extensions header");
		}
		return null;
	}

	Mono<Void> perform(ServerWebExchange exchange, WebSocketDecision decision) {
		WebSocketOpener opener = Objects.requireNonNull(decision.opener());
		ServerHttpResponse response = exchange.getResponse();
		if (!(ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse nettyResponse)) {
			return Mono
				.error(new IllegalStateException("Socket.IO needs Reactor Netty as the web server of the application"));
		}
		for (Map.Entry<String, List<String>> header : decision.headers().entrySet()) {
			response.getHeaders().addAll(header.getKey(), header.getValue());
		}
		boolean hasProtocol = exchange.getRequest().getHeaders().containsHeader(SubProtocols.HEADER);
		WebsocketServerSpec offer = hasProtocol ? this.specWithProtocol : this.spec;
		AtomicReference<EventLoop> loop = new AtomicReference<>();
		nettyResponse.withConnection((connection) -> loop.set(connection.channel().eventLoop()));
		// On any other thread the first frames of a fast client would be lost.
		Mono<Void> handshake = Mono
			.defer(() -> nettyResponse.sendWebsocket((in, out) -> serve(in, out, opener), offer).then())
			.subscribeOn(Schedulers.fromExecutor(Objects.requireNonNull(loop.get())));
		// Committing runs what filters and CORS have registered for the response.
		return response.setComplete().then(handshake);
	}

	Mono<Void> close(Duration patience) {
		return Flux.fromIterable(this.open).flatMap((connection) -> {
			connection.close();
			return connection.closed();
		}).then().timeout(patience, Mono.fromRunnable(() -> this.open.forEach(ReactorWebSocketConnection::abort)));
	}

	private Mono<Void> serve(WebsocketInbound in, WebsocketOutbound out, WebSocketOpener opener) {
		Sinks.Empty<Void> closed = Sinks.empty();
		in.withConnection((connection) -> {
			Channel channel = connection.channel();
			ReactorWebSocketConnection webSocket = new ReactorWebSocketConnection(channel, out, closed,
					opener.format());
			this.open.add(webSocket);
			FrameReceiver receiver = new FrameReceiver(webSocket, this.maxMessageSize);
			useOwnDecoder(webSocket, receiver);
			connection.addHandlerLast("socketio.failures", new PipelineFailures(receiver::onError));
			receiver.start(opener.open(webSocket, channel.eventLoop()));
			connection.onDispose(() -> {
				this.open.remove(webSocket);
				receiver.disposed();
				closed.tryEmitEmpty();
			});
			in.receiveObject().subscribe(receiver);
		});
		return closed.asMono();
	}

	private void useOwnDecoder(ReactorWebSocketConnection webSocket, FrameReceiver receiver) {
		ChannelPipeline pipeline = webSocket.channel().pipeline();
		FrameDecoder decoder = new FrameDecoder(webSocket.isCompressed(), this.maxMessageSize, receiver::undecoded);
		pipeline.addAfter("wsdecoder", "socketio.read", decoder.readSignal());
		pipeline.replace("wsdecoder", "wsdecoder", decoder);
	}

}
