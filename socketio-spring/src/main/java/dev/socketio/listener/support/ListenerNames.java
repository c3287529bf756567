package dev.socketio.listener.support;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketDisconnectingListener;
import dev.socketio.protocol.ReservedEvents;
import dev.socketio.server.NamespaceMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

/**
 * Resolves and checks names of events and namespaces.
 */
final class ListenerNames {

	static final String ANY_EVENT = "*";

	private static final Logger logger = LoggerFactory.getLogger(ListenerNames.class);

	private static final Map<String, String> INSTEAD = Map.of("connect", annotation(SocketConnectListener.class),
			"disconnect", annotation(SocketDisconnectListener.class), "disconnecting",
			annotation(SocketDisconnectingListener.class));

	private final UnaryOperator<String> placeholders;

	ListenerNames(UnaryOperator<String> placeholders) {
		this.placeholders = placeholders;
	}

	Set<String> namespaces(String[] declared, Object listener) {
		Set<String> names = new LinkedHashSet<>();
		for (String text : declared) {
			String name = resolve(text, listener);
			checkTemplate(name, listener);
			names.add(name.startsWith("/") ? name : "/" + name);
		}
		return names;
	}

	Set<String> events(String[] declared, Object listener) {
		if (declared.length == 0) {
			throw new InvalidListenerException(listener + " does not say which event it listens to");
		}
		Set<String> names = new LinkedHashSet<>();
		for (String text : declared) {
			String name = resolve(text, listener);
			if (!StringUtils.hasLength(name)) {
				throw new InvalidListenerException(listener + " has an empty event name");
			}
			checkReserved(name, listener);
			names.add(name);
		}
		return names;
	}

	private String resolve(String text, Object listener) {
		try {
			return this.placeholders.apply(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidListenerException("Name '" + text + "' of " + listener + ": " + ex.getMessage(), ex);
		}
	}

	private static void checkTemplate(String namespace, Object listener) {
		if (isTemplate(namespace)) {
			try {
				NamespaceMatcher.path(namespace);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidListenerException("Namespace of " + listener + ": " + ex.getMessage(), ex);
			}
		}
	}

	/** Whether a name stands for all namespaces that match. */
	static boolean isTemplate(String namespace) {
		return namespace.contains("{") || namespace.contains("*");
	}

	private static void checkReserved(String event, Object listener) {
		if (ReservedEvents.contains(event)) {
			String instead = INSTEAD.get(event);
			throw new InvalidListenerException("Event '" + event + "' of " + listener
					+ " is reserved: no client can send it." + ((instead != null) ? " Use " + instead + "." : ""));
		}
		if (event.equals("connection")) {
			logger.warn("{} listens to an event 'connection' that clients send. For new sockets, use {}.", listener,
					annotation(SocketConnectListener.class));
		}
	}

	private static String annotation(Class<?> type) {
		return "@" + type.getSimpleName();
	}

}
