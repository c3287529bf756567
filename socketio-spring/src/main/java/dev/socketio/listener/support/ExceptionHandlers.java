package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ExceptionDepthComparator;

/**
 * The exception handlers that apply to a listener: tables of its own class and of
 * advices, in the order in which they are asked.
 */
final class ExceptionHandlers {

	static final ExceptionHandlers NONE = new ExceptionHandlers(List.of());

	private final List<Map<Class<? extends Throwable>, ListenerMethod>> tables;

	ExceptionHandlers(List<Map<Class<? extends Throwable>, ListenerMethod>> tables) {
		this.tables = List.copyOf(tables);
	}

	/**
	 * Find the handler of a failure.
	 * @param failure the failure; its causes are tried after itself, table by table
	 * @return the handler, or {@code null} if there is none
	 */
	@Nullable ListenerMethod find(Throwable failure) {
		for (int i = 0; i < this.tables.size(); i++) {
			ListenerMethod handler = find(this.tables.get(i), failure);
			if (handler != null) {
				return handler;
			}
		}
		return null;
	}

	private static @Nullable ListenerMethod find(Map<Class<? extends Throwable>, ListenerMethod> table,
			Throwable failure) {
		Throwable candidate = failure;
		for (int depth = 0; candidate != null && depth < 32; depth++) {
			Throwable exception = candidate;
			List<Class<? extends Throwable>> matches = new ArrayList<>(table.keySet());
			matches.removeIf((type) -> !type.isInstance(exception));
			if (!matches.isEmpty()) {
				return table.get(ExceptionDepthComparator.findClosestMatch(matches, exception));
			}
			candidate = candidate.getCause();
		}
		return null;
	}

	/** The failure or the first cause of it that has a type. */
	static @Nullable Throwable cause(@Nullable Throwable failure, Class<?> type) {
		Throwable candidate = failure;
		for (int depth = 0; candidate != null && depth < 32; depth++) {
			if (type.isInstance(candidate)) {
				return candidate;
			}
			candidate = candidate.getCause();
		}
		return null;
	}

}
