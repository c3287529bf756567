package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerType;

/**
 * Collects the listeners of one namespace.
 */
final class ListenerRoutesBuilder {

	private static final Comparator<ListenerMethod> ORDER = Comparator.comparingInt(ListenerMethod::order);

	private final String namespace;

	private final Map<ListenerType, List<ListenerMethod>> lifecycle = new HashMap<>();

	private final Map<String, List<ListenerMethod>> events = new LinkedHashMap<>();

	ListenerRoutesBuilder(String namespace) {
		this.namespace = namespace;
	}

	String namespace() {
		return this.namespace;
	}

	void add(ListenerType type, ListenerMethod method) {
		this.lifecycle.computeIfAbsent(type, (key) -> new ArrayList<>()).add(method);
	}

	void addEvent(String event, ListenerMethod method) {
		List<ListenerMethod> methods = this.events.computeIfAbsent(event, (key) -> new ArrayList<>());
		methods.add(method);
		List<ListenerMethod> answering = methods.stream().filter(ListenerMethod::hasOwnAnswer).toList();
		if (answering.size() > 1) {
			throw new InvalidListenerException("Event '" + event + "' in namespace '" + this.namespace
					+ "' has two listeners that answer the client: " + answering.get(0) + " and " + answering.get(1));
		}
	}

	void describe(Consumer<ListenerDescriptor> descriptors) {
		for (ListenerType type : List.of(ListenerType.CONNECT, ListenerType.DISCONNECTING, ListenerType.DISCONNECT)) {
			of(type)
				.forEach((method) -> descriptors.accept(ListenerDescriptor.of(this.namespace, type.label(), method)));
		}
		this.events.forEach((event, methods) -> methods
			.forEach((method) -> descriptors.accept(ListenerDescriptor.of(this.namespace, event, method))));
	}

	ListenerRoutes build(ListenerEnvironment environment) {
		List<ListenerMethod> any = this.events.getOrDefault(ListenerNames.ANY_EVENT, List.of());
		Map<String, EventRoute> routes = new HashMap<>();
		this.events.forEach((event, methods) -> {
			if (!event.equals(ListenerNames.ANY_EVENT)) {
				List<ListenerMethod> all = Stream.concat(any.stream(), methods.stream()).sorted(ORDER).toList();
				boolean answered = methods.stream().anyMatch(ListenerMethod::isAnswering);
				routes.put(event, EventRoute.of(all, answered ? methods : own(any)));
			}
		});
		EventRoute fallback = any.isEmpty() ? null : EventRoute.of(any.stream().sorted(ORDER).toList(), own(any));
		return new ListenerRoutes(this.namespace, environment, of(ListenerType.CONNECT), of(ListenerType.DISCONNECTING),
				of(ListenerType.DISCONNECT), Map.copyOf(routes), fallback);
	}

	/** A listener for all events without a value does not pretend that it handled one. */
	private static List<ListenerMethod> own(List<ListenerMethod> any) {
		return any.stream().filter(ListenerMethod::hasOwnAnswer).toList();
	}

	private List<ListenerMethod> of(ListenerType type) {
		return this.lifecycle.getOrDefault(type, List.of()).stream().sorted(ORDER).toList();
	}

}
