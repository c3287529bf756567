package dev.socketio.server;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.emitter.TypedEvents;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits the events of an interface to several sockets.
 *
 * @param target the sockets
 */
record TypedBroadcast(BroadcastTarget target) implements TypedEvents.Target {

	@Override
	public void emit(String event, @Nullable Object... args) {
		this.target.emit(event, args);
	}

	@Override
	public Mono<?> emitWithAck(String event, Type result, @Nullable Object... args) {
		if (!(result instanceof ParameterizedType list) || list.getRawType() != List.class) {
			throw new IllegalStateException("Several sockets answer: '" + event + "' has to return Mono<List<...>>");
		}
		Type element = list.getActualTypeArguments()[0];
		return this.target.emitWithAck(event, args).map((answers) -> values(answers, element));
	}

	private static List<@Nullable Object> values(List<Arguments> answers, Type element) {
		List<@Nullable Object> values = new ArrayList<>(answers.size());
		answers.forEach((answer) -> values.add(answer.get(0, element)));
		return values;
	}

}
