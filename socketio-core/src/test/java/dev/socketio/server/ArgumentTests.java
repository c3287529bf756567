package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Arguments that cannot be are refused by name, before anything changes.
 */
class ArgumentTests {

	private ServerFixture fixture;

	private ServerFixture.Client client;

	private Socket socket;

	@BeforeEach
	void connect() {
		this.fixture = new ServerFixture();
		this.client = this.fixture.connect();
		this.socket = this.fixture.socket(this.client);
		this.socket.join("present");
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	static Stream<ArgumentSet> calls() {
		List<ArgumentSet> calls = new ArrayList<>();
		calls.add(call("rooms", "socket.join(null)", (test) -> test.socket.join((String) null)));
		calls.add(call("rooms", "socket.join(a, null)", (test) -> test.socket.join("a", null)));
		calls.add(call("rooms", "socket.join(null array)", (test) -> test.socket.join((String[]) null)));
		calls.add(call("rooms", "socket.leave", (test) -> test.socket.leave((String) null)));
		calls.add(call("event", "socket.emit", (test) -> test.socket.emit(null)));
		calls.add(call("event", "socket.emitWithAck", (test) -> test.socket.emitWithAck(null)));
		calls.add(call("event", "volatile", (test) -> test.socket.asVolatile().emit(null)));
		calls.add(call("timeout", "socket.timeout", (test) -> test.socket.timeout(null)));
		calls.add(call("event", "socket.on(null, ..)", (test) -> test.socket.on(null, (args, ack) -> {
		})));
		calls.add(call("listener", "socket.on(.., null)", (test) -> test.socket.on("e", null)));
		calls.add(call("listener", "socket.once", (test) -> test.socket.once("e", null)));
		calls.add(call("event", "socket.off", (test) -> test.socket.off(null)));
		calls.add(call("type", "socket.once(type)",
				(test) -> test.socket.once("e", (Class<String>) null, (value, ack) -> {
				})));
		calls.add(call("listener", "socket.off(value listener)",
				(test) -> test.socket.off("e", (ClientValueListener<?>) null)));
		calls.add(call("listener", "socket.onAny", (test) -> test.socket.onAny(null)));
		calls.add(call("listener", "socket.onAnyOutgoing", (test) -> test.socket.onAnyOutgoing(null)));
		calls.add(call("listener", "socket.onDisconnecting", (test) -> test.socket.onDisconnecting(null)));
		calls.add(call("listener", "socket.onDisconnect", (test) -> test.socket.onDisconnect(null)));
		calls.add(call("listener", "socket.onError", (test) -> test.socket.onError(null)));
		calls.add(call("middleware", "socket.use", (test) -> test.socket.use(null)));
		calls.add(call("name", "server.of(null name)", (test) -> test.server().of((String) null)));
		calls.add(call("matcher", "server.of(null matcher)", (test) -> test.server().of((NamespaceMatcher) null)));
		calls.add(call("pattern", "server.of(null pattern)", (test) -> test.server().of((Pattern) null)));
		calls.add(call("listener", "server.onNewNamespace", (test) -> test.server().onNewNamespace(null)));
		for (String target : List.of("server", "namespace", "parent")) {
			calls.add(call("listener", target + ".onConnection", (test) -> {
				switch (target) {
					case "server" -> test.server().onConnection(null);
					case "namespace" -> test.server().of("/").onConnection(null);
					default -> test.parent().onConnection(null);
				}
			}));
			calls.add(call("middleware", target + ".use", (test) -> {
				switch (target) {
					case "server" -> test.server().use(null);
					case "namespace" -> test.server().of("/").use(null);
					default -> test.parent().use(null);
				}
			}));
			calls.add(call("event", target + ".on", (test) -> {
				switch (target) {
					case "server" -> test.server().on(null, (from, event, args, ack) -> {
					});
					case "namespace" -> test.server().of("/").on(null, (from, event, args, ack) -> {
					});
					default -> test.parent().on(null, (from, event, args, ack) -> {
					});
				}
			}));
		}
		calls.add(call("event", "onServerSide", (test) -> test.server().onServerSide(null, (args, ack) -> {
		})));
		calls.add(call("event", "offServerSide", (test) -> test.server().offServerSide(null)));
		calls.add(call("listener", "offServerSide", (test) -> test.server().offServerSide("e", null)));
		calls.add(call("timeout", "serverSideEmitWithAck timeout",
				(test) -> test.server().serverSideEmitWithAck((Duration) null, "e")));
		calls.add(call("event", "serverSideEmit", (test) -> test.server().serverSideEmit(null)));
		calls.add(call("event", "serverSideEmitWithAck", (test) -> test.server().serverSideEmitWithAck(null)));
		calls.add(call("event", "broadcast", (test) -> test.server().emit(null)));
		calls.add(call("rooms", "to(null)", (test) -> test.server().to((String) null)));
		calls.add(call("rooms", "in(a, null)", (test) -> test.server().in("a", null)));
		calls.add(call("rooms", "except(null)", (test) -> test.server().except((String) null)));
		calls.add(call("rooms", "socket.to(null)", (test) -> test.socket.to((String) null)));
		calls.add(call("rooms", "socket.except(null)", (test) -> test.socket.except((String) null)));
		calls.add(call("timeout", "broadcast timeout", (test) -> test.server().timeout(null)));
		calls.add(call("rooms", "socketsJoin", (test) -> test.server().socketsJoin("a", null)));
		calls.add(call("rooms", "socketsLeave", (test) -> test.server().socketsLeave((String) null)));
		calls.add(call("rooms", "remote join", (test) -> test.remote().join("a", null)));
		calls.add(call("rooms", "remote leave", (test) -> test.remote().leave((String) null)));
		calls.add(call("event", "remote emit", (test) -> test.remote().emit(null)));
		calls.add(call("event", "emitter", (test) -> test.server().emitter().emit(null)));
		calls.add(call("rooms", "emitter to", (test) -> test.server().emitter().to((String) null)));
		calls.add(call("rooms", "emitter except", (test) -> test.server().emitter().except((String) null)));
		return calls.stream();
	}

	@ParameterizedTest
	@MethodSource("calls")
	void anArgumentThatIsMissingIsNamedAndNothingChanges(String argument, Call call) {
		assertThatIllegalArgumentException().isThrownBy(on(call))
			.withMessageMatching(argument + "(\\[\\d])? must not be null");
		assertThat(this.socket.rooms()).containsExactlyInAnyOrder(this.socket.id(), "present");
		assertThat(this.fixture.server.adapter().rooms()).containsExactlyInAnyOrder(this.socket.id(), "present");
		this.client.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.fixture.server.adapter().rooms()).isEmpty();
		assertThat(this.fixture.server.sockets()).isEmpty();
	}

	@Test
	void aSocketThatHasLeftChecksAsWell() {
		this.client.webSocket.disconnect();
		this.fixture.settle();
		assertThatIllegalArgumentException().isThrownBy(() -> this.socket.join((String) null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.socket.emit(null));
	}

	private ThrowingCallable on(Call call) {
		return () -> call.run(this);
	}

	private SocketIOServer server() {
		return this.fixture.server;
	}

	private ParentNamespace parent() {
		return this.fixture.server.of(NamespaceMatcher.path("/room-{id}"));
	}

	private RemoteSocket remote() {
		return this.fixture.server.fetchSockets().blockFirst();
	}

	private static ArgumentSet call(String argument, String name, Call call) {
		return argumentSet(name, argument, call);
	}

	/** Passes something that cannot be. */
	interface Call {

		void run(ArgumentTests test);

	}

}
