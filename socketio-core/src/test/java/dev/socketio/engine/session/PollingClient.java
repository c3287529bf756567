package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netty.channel.EventLoop;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that polls.
 */
public final class PollingClient {

	private final EngineEndpoint server;

	private final EventLoop loop;

	private final String sid;

	private PollingClient(EngineEndpoint server, EventLoop loop, String sid) {
		this.server = server;
		this.loop = loop;
		this.sid = sid;
	}

	public static PollingClient open(EngineEndpoint server, EventLoop loop) {
		EngineResponse response = await(server.handle(Requests.polling(), Requests.NO_BODY, loop).toFuture());
		assertThat(response.status()).isEqualTo(200);
		// the response is on its way before the application hears of the session
		Loops.settle(loop);
		String body = body(response);
		int start = body.indexOf("\"sid\":\"") + 7;
		return new PollingClient(server, loop, body.substring(start, body.indexOf('"', start)));
	}

	public String sid() {
		return this.sid;
	}

	/** Start to poll. Cancelling the result is the client going away. */
	CompletableFuture<EngineResponse> get() {
		return request("GET", Requests.NO_BODY);
	}

	public CompletableFuture<EngineResponse> post(String body) {
		return request("POST", (limit, progress) -> Mono.just(body.getBytes(StandardCharsets.UTF_8)));
	}

	/** Start an upload that ends when the sink does. */
	CompletableFuture<EngineResponse> post(Sinks.One<byte[]> body) {
		return request("POST", (limit, progress) -> body.asMono());
	}

	CompletableFuture<EngineResponse> request(String method, RequestBody body) {
		return this.server.handle(Requests.polling(method, this.sid), body, this.loop).toFuture();
	}

	static String body(EngineResponse response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	public static String body(CompletableFuture<EngineResponse> response) {
		return body(await(response));
	}

	static int status(CompletableFuture<EngineResponse> response) {
		return await(response).status();
	}

	static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError("no answer", ex);
		}
	}

}
