package dev.socketio.adapter;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The operations that the author of an adapter has to write, and the defaults of the
 * others.
 */
class AdapterConcernsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final List<String> calls = new ArrayList<>();

	private final Adapter adapter = (Adapter) Proxy.newProxyInstance(getClass().getClassLoader(),
			new Class<?>[] { Adapter.class }, (proxy, method, args) -> method.isDefault()
					? InvocationHandler.invokeDefault(proxy, method, args) : answer(method, args));

	private Object answer(Method method, Object[] args) {
		this.calls.add(method.getName() + " " + Arrays.stream(args)
			.map((arg) -> (arg instanceof BroadcastOptions options) ? options.rooms().toString() : arg.toString())
			.collect(Collectors.joining(" ")));
		return method.getName().equals("fetchSockets")
				? Flux.just(new SocketDescription("a", Map.of(), Set.of("a", "r"), Map.of()),
						new SocketDescription("b", Map.of(), Set.of("b"), Map.of()))
				: Mono.empty();
	}

	private static Set<String> required(Class<?> concern) {
		return Arrays.stream(concern.getDeclaredMethods())
			.filter((method) -> Modifier.isAbstract(method.getModifiers()))
			.map(Method::getName)
			.collect(Collectors.toSet());
	}

	@Test
	void roomsBroadcastsAndClusterOperationsAreRequired() {
		assertThat(required(LocalRooms.class)).containsExactlyInAnyOrder("addAll", "del", "delAll", "sockets",
				"socketRooms", "rooms", "addRoomListener");
		assertThat(required(Broadcaster.class)).containsExactlyInAnyOrder("broadcast", "broadcastWithAck");
		assertThat(required(ClusterOperations.class)).containsExactlyInAnyOrder("fetchSockets", "addSockets",
				"delSockets", "disconnectSockets", "serverSideEmit", "serverSideEmitWithAck", "serverCount");
	}

	@Test
	void allElseIsOptional() {
		assertThat(required(SessionRecovery.class)).isEmpty();
		assertThat(required(LegacyOperations.class)).isEmpty();
		assertThat(required(Adapter.class)).isEmpty();
	}

	@Test
	void legacyOperationsCallClusterOperations() {
		assertThat(this.adapter.clients(Set.of("r")).block(TIMEOUT)).containsExactly("a", "b");
		assertThat(this.adapter.clientRooms("a").block(TIMEOUT)).containsExactlyInAnyOrder("a", "r");
		assertThat(this.adapter.clientRooms("c").block(TIMEOUT)).isEmpty();
		assertThat(this.adapter.allRooms().block(TIMEOUT)).containsExactlyInAnyOrder("a", "r", "b");
		this.adapter.remoteJoin("a", "x");
		this.adapter.remoteLeave("a", "x");
		this.adapter.remoteDisconnect("a", true);
		assertThat(this.calls).containsExactly("fetchSockets [r]", "fetchSockets [a]", "fetchSockets [c]",
				"fetchSockets []", "addSockets [a] [x]", "delSockets [a] [x]", "disconnectSockets [a] true");
	}

	@Test
	void customRequestsAreRefusedByDefault() {
		StepVerifier.create(this.adapter.customRequest("data"))
			.expectError(UnsupportedOperationException.class)
			.verify(TIMEOUT);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.adapter.customHook((data) -> null));
	}

	@Test
	void nothingIsRecoveredByDefault() {
		Session session = new Session("sid", "pid", Set.of(), Map.of(), null);
		this.adapter.persistSession(session);
		StepVerifier.create(this.adapter.takeSession("pid")).expectComplete().verify(TIMEOUT);
		StepVerifier.create(this.adapter.missedPackets(session, "offset")).expectComplete().verify(TIMEOUT);
		assertThat(this.adapter.currentOffset()).isNull();
	}

}
