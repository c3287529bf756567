package dev.socketio.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Listeners by the name of their event. Methods may be called from any thread.
 *
 * @param <L> the type of the listeners
 */
final class EventListeners<L> {

	private final Map<String, List<L>> byEvent = new ConcurrentHashMap<>(4);

	void add(String event, L listener) {
		this.byEvent.compute(event, (key, present) -> {
			List<L> list = (present != null) ? present : new CopyOnWriteArrayList<>();
			list.add(listener);
			return list;
		});
	}

	/**
	 * Remove a listener, or the wrapper that calls it.
	 * @return whether it was there
	 */
	boolean remove(String event, Object listener) {
		boolean[] removed = new boolean[1];
		this.byEvent.computeIfPresent(event, (key, list) -> {
			for (L candidate : list) {
				if (calls(candidate, listener)) {
					removed[0] = list.remove(candidate);
					break;
				}
			}
			return list.isEmpty() ? null : list;
		});
		return removed[0];
	}

	private static boolean calls(Object candidate, Object listener) {
		return candidate == listener || candidate instanceof Wrapper wrapper && calls(wrapper.listener(), listener);
	}

	void removeAll(String event) {
		this.byEvent.remove(event);
	}

	/** Return a list that does not change while it is iterated over. */
	List<L> of(String event) {
		List<L> list = this.byEvent.get(event);
		return (list != null) ? list : List.of();
	}

	/** Calls a listener once, or with its argument. */
	interface Wrapper {

		Object listener();

	}

}
