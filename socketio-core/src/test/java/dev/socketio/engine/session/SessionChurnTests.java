package dev.socketio.engine.session;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.socketio.engine.EngineOptions;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions come and go in every way there is; nothing may stay behind.
 */
class SessionChurnTests {

	private static final int SESSIONS = 20_000;

	private static final int WAYS = 6;

	@Test
	void nothingIsLeft() {
		List<EngineSession> open = new ArrayList<>();
		EngineServer server = new EngineServer(
				EngineOptions.builder().limits((limits) -> limits.maxSessionsPerAddress(SESSIONS)).build(),
				(session) -> {
					open.add(session);
					return new SessionLog();
				});
		try (Loops loops = Loops.of(1)) {
			EventLoop loop = loops.next();
			int before = timers(loop);
			for (int round = 0; round < SESSIONS / 500; round++) {
				Loops.run(loop, () -> {
					for (int i = 0; i < 500; i++) {
						server.handle(Requests.polling(), Requests.NO_BODY, loop).subscribe();
					}
					assertThat(open).hasSize(500);
					assertThat(server.clientsCount()).isEqualTo(500);
					for (int i = 0; i < open.size(); i++) {
						end(server, loop, open.get(i), i % WAYS);
					}
					open.clear();
				});
				Loops.settle(loop);
				assertThat(server.clientsCount()).isZero();
			}
			assertThat(timers(loop)).isEqualTo(before);
			assertThat(server).extracting("context.sessions.byAddress")
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.isEmpty();
		}
	}

	private static void end(EngineServer server, EventLoop loop, EngineSession session, int way) {
		switch (way) {
			case 0 -> session.closeNow();
			case 1 -> {
				session.close();
				server.handle(Requests.polling("GET", session.id()), Requests.NO_BODY, loop).subscribe();
			}
			case 2 ->
				server
					.handle(Requests.polling("POST", session.id()), (limit, progress) -> Mono.just(new byte[] { '1' }),
							loop)
					.subscribe();
			case 3 -> {
				CompletableFuture<EngineResponse> get = server
					.handle(Requests.polling("GET", session.id()), Requests.NO_BODY, loop)
					.toFuture();
				get.cancel(true);
			}
			case 4 -> {
				Sinks.One<byte[]> body = Sinks.one();
				server.handle(Requests.polling("POST", session.id()), (limit, progress) -> body.asMono(), loop)
					.toFuture()
					.cancel(true);
				assertThat(body.currentSubscriberCount()).isZero();
			}
			default -> {
				server.handle(Requests.polling("GET", session.id()), Requests.NO_BODY, loop).subscribe();
				server.handle(Requests.polling("GET", session.id()), Requests.NO_BODY, loop).subscribe();
			}
		}
	}

	/** Tasks that wait for their time on a loop. */
	private static int timers(EventLoop loop) {
		return Loops.call(loop, () -> {
			Field field = AbstractScheduledEventExecutor.class.getDeclaredField("scheduledTaskQueue");
			field.setAccessible(true);
			Collection<?> queue = (Collection<?>) field.get(loop);
			return (queue != null) ? queue.size() : 0;
		});
	}

}
