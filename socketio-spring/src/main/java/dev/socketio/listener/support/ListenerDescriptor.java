package dev.socketio.listener.support;

/**
 * A listener as it was registered, for people to look at.
 *
 * @param namespace the namespace
 * @param event the event, or {@code connect}, {@code disconnecting}, {@code disconnect}
 * @param bean the name of the bean
 * @param method class and name of the method
 * @param blocking whether a thread of the task executor calls it
 * @param concurrent whether it does not wait for earlier events of the socket
 * @since 0.1.0
 */
public record ListenerDescriptor(String namespace, String event, String bean, String method, boolean blocking,
		boolean concurrent) {

	static ListenerDescriptor of(String namespace, String event, ListenerMethod method) {
		return new ListenerDescriptor(namespace, event, method.beanName(), method.toString(), method.isBlocking(),
				method.isConcurrent());
	}

}
