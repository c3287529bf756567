package dev.socketio.interop.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.socketio.emitter.SocketIOEmitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Does with an emitter what a script asks for.
 */
final class EmitterCommand {

	private static final Duration TIMEOUT = Duration.ofSeconds(15);

	private EmitterCommand() {
	}

	static String run(SocketIOEmitter emitter, Map<?, ?> command) {
		List<?> args = list(command.get("args"));
		SocketIOEmitter target = emitter.to(strings(command.get("to"))).except(strings(command.get("except")));
		Mono<Void> result = switch (String.valueOf(command.get("call"))) {
			case "emit" -> target.emit(String.valueOf(args.get(0)), args.subList(1, args.size()).toArray());
			case "socketsJoin" -> target.socketsJoin(strings(args));
			case "socketsLeave" -> target.socketsLeave(strings(args));
			case "disconnectSockets" -> target.disconnectSockets(false);
			case "serverSideEmit" ->
				target.serverSideEmit(String.valueOf(args.get(0)), args.subList(1, args.size()).toArray());
			default -> throw new IllegalArgumentException("Unknown command: " + command);
		};
		result.block(TIMEOUT);
		return "done";
	}

	private static List<?> list(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

	private static String[] strings(@Nullable Object value) {
		return list(value).stream().map(Objects::toString).toArray(String[]::new);
	}

}
