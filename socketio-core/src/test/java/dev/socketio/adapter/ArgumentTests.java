package dev.socketio.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import dev.socketio.emitter.ClusterEmitter;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.emitter.TypedEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Arguments are checked before anything changes.
 */
class ArgumentTests {

	@ParameterizedTest
	@EnumSource
	void theArgumentIsNamedAndNothingChanges(Call call) {
		InMemoryAdapter adapter = new InMemoryAdapter(
				Mockito.mock(LocalNamespace.class, (invocation) -> invocation.getMethod().isDefault()
						? invocation.callRealMethod() : Mockito.RETURNS_DEFAULTS.answer(invocation)));
		adapter.addAll("a", List.of("a", "r"));
		List<Object> published = new ArrayList<>();
		SocketIOEmitter emitter = new ClusterEmitter((namespace, message) -> {
			published.add(message);
			return Mono.empty();
		});
		assertThatIllegalArgumentException().isThrownBy(() -> call.call.accept(adapter, emitter))
			.withMessage(call.argument + " must not be null");
		assertThat(published).isEmpty();
		assertThat(adapter.socketRooms("a")).containsExactlyInAnyOrder("a", "r");
		assertThat(adapter.rooms()).containsExactlyInAnyOrder("a", "r");
		adapter.delAll("a");
		assertThat(adapter.rooms()).isEmpty();
	}

	/** Values may be missing. */
	@Test
	void valuesMayBeNull() {
		List<Object> published = new ArrayList<>();
		SocketIOEmitter emitter = new ClusterEmitter((namespace, message) -> {
			published.add(message);
			return Mono.empty();
		});
		emitter.emit("e", (Object) null).block(Duration.ofSeconds(10));
		emitter.serverSideEmit("e", "x", null).block(Duration.ofSeconds(10));
		emitter.emit("e", Map.of()).block(Duration.ofSeconds(10));
		assertThat(published).hasSize(3);
	}

	/**
	 * Calls with an argument that is missing.
	 */
	@SuppressWarnings("NullAway")
	enum Call {

		ADD_ROOM("rooms[1]", (adapter, emitter) -> adapter.addAll("a", Arrays.asList("new", null))),

		ADD_ROOMS("rooms", (adapter, emitter) -> adapter.addAll("a", null)),

		ADD_SOCKET("id", (adapter, emitter) -> adapter.addAll(null, List.of("new"))),

		DELETE_ROOM("room", (adapter, emitter) -> adapter.del("a", null)),

		DELETE_SOCKET("id", (adapter, emitter) -> adapter.del(null, "r")),

		DELETE_ALL("id", (adapter, emitter) -> adapter.delAll(null)),

		ROOMS_OF("id", (adapter, emitter) -> adapter.socketRooms(null)),

		SOCKETS("rooms[0]", (adapter, emitter) -> adapter.sockets(new HashSet<>(Arrays.asList((String) null)))),

		HOOK("hook", (adapter, emitter) -> adapter.customHook(null)),

		LISTENER("listener", (adapter, emitter) -> adapter.addRoomListener(null)),

		SERVER_SIDE("event", (adapter, emitter) -> adapter.serverSideEmit(null, List.of())),

		WITH_ROOMS("rooms[1]", (adapter, emitter) -> BroadcastOptions.ALL.withRooms("a", null)),

		WITH_NO_ROOMS("rooms", (adapter, emitter) -> BroadcastOptions.ALL.withRooms((String[]) null)),

		WITH_EXCEPT("rooms[0]", (adapter, emitter) -> BroadcastOptions.ALL.withExcept((String) null)),

		WITH_FLAGS("flags", (adapter, emitter) -> BroadcastOptions.ALL.withFlags(null)),

		OPTIONS("rooms", (adapter, emitter) -> new BroadcastOptions(null, Set.of(), BroadcastFlags.NONE)),

		TIMEOUT("timeout", (adapter, emitter) -> BroadcastFlags.NONE.withTimeout(null)),

		EMITTER_OF("namespace", (adapter, emitter) -> emitter.of(null)),

		EMITTER_TO("rooms[0]", (adapter, emitter) -> emitter.to((String) null)),

		EMITTER_IN("rooms[1]", (adapter, emitter) -> emitter.in("a", null)),

		EMITTER_EXCEPT("rooms[0]", (adapter, emitter) -> emitter.except((String) null)),

		EMITTER_EMIT("event", (adapter, emitter) -> emitter.emit(null)),

		EMITTER_JOIN("rooms[1]", (adapter, emitter) -> emitter.socketsJoin("a", null)),

		EMITTER_LEAVE("rooms[0]", (adapter, emitter) -> emitter.socketsLeave((String) null)),

		EMITTER_SERVER_SIDE("event", (adapter, emitter) -> emitter.serverSideEmit(null)),

		EMITTER_AS("type", (adapter, emitter) -> emitter.as(null)),

		TYPED_TARGET("target", (adapter, emitter) -> TypedEvents.create(Runnable.class, null));

		private final String argument;

		private final BiConsumer<Adapter, SocketIOEmitter> call;

		Call(String argument, BiConsumer<Adapter, SocketIOEmitter> call) {
			this.argument = argument;
			this.call = call;
		}

	}

}
