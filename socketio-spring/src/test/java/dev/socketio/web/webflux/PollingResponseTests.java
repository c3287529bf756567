package dev.socketio.web.webflux;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.socketio.server.SocketIOServer;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.resources.LoopResources;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that come in on another event loop than the one that owns their session.
 */
class PollingResponseTests {

	private static final int CLIENTS = 4;

	private static final int SESSIONS = 100;

	private static final int ROUNDS = 5;

	private final LoopResources loops = LoopResources.create("polling", 4, true);

	private final SocketIOServer server = SocketIOServer.builder().build();

	private final Set<Boolean> writtenOnOwnLoop = ConcurrentHashMap.newKeySet();

	private final DisposableServer http = HttpServer.create()
		.host("localhost")
		.port(0)
		.runOn(this.loops)
		.handle(new ReactorHttpHandlerAdapter(
				WebHttpHandlerBuilder.webHandler(new SocketIOWebHandler(this.server.endpoint()))
					.codecConfigurer(ServerCodecConfigurer.create())
					.filter((exchange, chain) -> chain
						.filter(exchange.mutate().response(new ObservedResponse(exchange)).build()))
					.build()))
		.bindNow();

	private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

	@AfterEach
	void stop() {
		this.clients.shutdownNow();
		this.server.close().block(Duration.ofSeconds(20));
		this.http.disposeNow(Duration.ofSeconds(20));
		this.loops.disposeLater().block(Duration.ofSeconds(20));
	}

	@Test
	void responsesAreWrittenByTheLoopOfTheConnection() throws InterruptedException, ExecutionException {
		this.server.onConnection((socket) -> socket.on("echo", (args, ack) -> socket.emit("echo")));
		Callable<Integer> client = () -> {
			for (int i = 0; i < SESSIONS; i++) {
				exchange();
			}
			return SESSIONS;
		};
		List<Callable<Integer>> tasks = new ArrayList<>();
		for (int i = 0; i < CLIENTS; i++) {
			tasks.add(client);
		}
		for (Future<Integer> done : this.clients.invokeAll(tasks, 2, TimeUnit.MINUTES)) {
			assertThat(done).isNotCancelled();
			assertThat(done.get()).isEqualTo(SESSIONS);
		}
		assertThat(this.writtenOnOwnLoop).containsExactly(true);
	}

	private void exchange() throws IOException {
		String target;
		try (RawConnection first = new RawConnection(this.http.port())) {
			target = open(first);
		}
		try (RawConnection other = new RawConnection(this.http.port())) {
			assertThat(post(other, target, "40")).isEqualTo("ok");
			assertThat(get(other, target)).contains("40{\"sid\":");
			for (int i = 0; i < ROUNDS; i++) {
				assertThat(post(other, target, "42[\"echo\"]")).isEqualTo("ok");
				assertThat(get(other, target)).contains("42[\"echo\"]");
			}
			assertThat(post(other, target, "1")).isEqualTo("ok");
		}
	}

	private static String open(RawConnection connection) throws IOException {
		connection.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n");
		String packet = connection.body(connection.head());
		int start = packet.indexOf("\"sid\":\"") + 7;
		return "/socket.io/?EIO=4&transport=polling&sid=" + packet.substring(start, packet.indexOf('"', start));
	}

	private static String post(RawConnection connection, String target, String packet) throws IOException {
		connection.send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + packet.length()
				+ "\r\n\r\n" + packet);
		return connection.body(connection.head());
	}

	private static String get(RawConnection connection, String target) throws IOException {
		connection.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
		return connection.body(connection.head());
	}

	/** Looks at the thread that writes. */
	private final class ObservedResponse extends ServerHttpResponseDecorator {

		private final EventLoop loop;

		ObservedResponse(ServerWebExchange exchange) {
			super(exchange.getResponse());
			HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
			EventLoop[] loops = new EventLoop[1];
			request.withConnection((connection) -> loops[0] = connection.channel().eventLoop());
			this.loop = loops[0];
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			PollingResponseTests.this.writtenOnOwnLoop.add(this.loop.inEventLoop());
			return super.writeWith(body);
		}

	}

}
