package dev.socketio.listener.support;

import java.util.List;

import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one event in a namespace, and those of them that answer.
 */
final class EventRoute {

	private final ListenerMethod[] methods;

	/** The listener that answers, if it is one alone. */
	private final @Nullable ListenerMethod answering;

	/** How many listeners answer together, if it is not one alone. */
	private final int joint;

	private EventRoute(List<ListenerMethod> methods, @Nullable ListenerMethod answering, int joint) {
		this.methods = methods.toArray(new ListenerMethod[0]);
		this.answering = answering;
		this.joint = joint;
	}

	/**
	 * Join listeners of an event.
	 * @param all all listeners that see the event, in order
	 * @param candidates those of them that may answer it
	 * @return the route
	 */
	static EventRoute of(List<ListenerMethod> all, List<ListenerMethod> candidates) {
		List<ListenerMethod> own = candidates.stream().filter(ListenerMethod::hasOwnAnswer).toList();
		if (!own.isEmpty()) {
			return new EventRoute(all, own.get(0), 0);
		}
		List<ListenerMethod> silent = candidates.stream().filter(ListenerMethod::isAnswering).toList();
		if (silent.size() == 1) {
			return new EventRoute(all, silent.get(0), 0);
		}
		return new EventRoute(all, null, silent.size());
	}

	void dispatch(SocketDispatch dispatch, String event, Arguments arguments, Ack ack) {
		if (this.joint == 0) {
			for (ListenerMethod method : this.methods) {
				dispatch.event(method, event, arguments, (method == this.answering) ? ack : NoArguments.ACK);
			}
			return;
		}
		JointAck shared = new JointAck(ack, this.joint);
		for (ListenerMethod method : this.methods) {
			dispatch.event(method, event, arguments, method.isAnswering() ? shared : NoArguments.ACK);
		}
	}

}
